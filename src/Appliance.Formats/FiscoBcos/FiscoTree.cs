using System.Buffers.Binary;
using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// The Merkle tree of FISCO BCOS 3 (bcos-crypto, <c>merkle/Merkle.h</c>, width 2): children concatenated without a prefix, an odd last
/// node hashed alone, a single leaf its own root.
/// </summary>
internal static class FiscoTree
{
    private const int Width = 2;

    /// <summary>The root over leaves, of which there is at least one.</summary>
    public static Slot Root(PlanBuilder plan, HashAlgorithm hash, IReadOnlyList<ReadOnlyMemory<byte>> leaves)
    {
        Slot[] level = [.. leaves.Select(plan.Input)];
        while (level.Length > 1)
        {
            var above = new Slot[(level.Length + Width - 1) / Width];
            for (int i = 0; i < above.Length; i++)
                above[i] = plan.Hash(hash, level.AsSpan(i * Width, Math.Min(Width, level.Length - i * Width)));
            level = above;
        }

        return level[0];
    }

    /// <summary>
    /// Adds the checks of a proof: on each level the value so far is among the listed nodes, and their hash is the value of the level above;
    /// the last value is one of <paramref name="roots"/>. Returns why the proof has not the shape of one, or null.
    /// </summary>
    public static string? AddProof(
        PlanBuilder plan,
        CheckSubject subject,
        HashAlgorithm hash,
        Slot leaf,
        IReadOnlyList<ReadOnlyMemory<byte>> proof,
        ReadOnlySpan<Slot> roots)
    {
        Slot value = leaf;
        int ordinal = subject.Ordinal;
        if (proof.Count == 0)
            return "the proof is empty";

        // A single node is the root itself: the only transaction of its block.
        for (int at = proof.Count == 1 ? 1 : 0; at < proof.Count;)
        {
            if (!TryCount(proof[at].Span, out int count) || count > proof.Count - at - 1)
                return $"entry {at} of the proof is not the count of the nodes that follow";
            Slot[] nodes = [.. proof.Skip(at + 1).Take(count).Select(plan.Input)];
            plan.Member(CheckKind.TransactionInclusion, subject with { Ordinal = ordinal++ }, value, nodes);
            value = plan.Hash(hash, nodes);
            at += count + 1;
        }

        if (proof.Count == 1)
            plan.Equal(CheckKind.TransactionInclusion, subject with { Ordinal = ordinal++ }, plan.Input(proof[0]), value);
        plan.Member(CheckKind.TransactionInclusion, subject with { Ordinal = ordinal }, value, roots);
        return null;
    }

    private static bool TryCount(ReadOnlySpan<byte> node, out int count)
    {
        count = BinaryPrimitives.ReadInt32BigEndian(node);
        return count is >= 1 and <= Width && !node[sizeof(int)..].ContainsAnyExcept((byte)0);
    }
}
