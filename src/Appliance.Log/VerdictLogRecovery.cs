using Appliance.Formats.Decoding;
using Appliance.Log.Receipts;
using Appliance.Log.Trees;
using Appliance.Verification.Chains;

namespace Appliance.Log;

/// <summary>Rebuilds the tree from storage and refuses where it contradicts what was signed.</summary>
internal static class VerdictLogRecovery
{
    private const string Restore =
        "Restore the newest backup of the verdict log, or start a new log in an empty directory and keep this one for inspection";

    /// <summary>Reads all leaves.</summary>
    /// <exception cref="LogDamagedException">A leaf is not 32 bytes long, or storage returns fewer than it counts.</exception>
    public static async Task<MerkleTree> ReadTreeAsync(ILogStorage storage, CancellationToken cancellation)
    {
        var tree = new MerkleTree();
        await foreach (ReadOnlyMemory<byte> leaf in storage.ReadAsync(0, cancellation))
        {
            if (leaf.Length != Digest.Size)
                throw new LogDamagedException(LogDamage.LeafMalformed, $"leaf {tree.Size} has {leaf.Length} bytes, not {Digest.Size}", Restore);
            tree.Append(leaf.Span);
        }
        return tree.Size == storage.Count
            ? tree
            : throw new LogDamagedException(LogDamage.RolledBack, $"{tree.Size} of {storage.Count} leaves can be read", Restore);
    }

    /// <summary>Takes the last signed head from storage, or null where the log is new.</summary>
    /// <exception cref="LogDamagedException">The head is missing, malformed, or not signed by this key.</exception>
    public static SignedTreeHead? ReadHead(ILogStorage storage, MerkleTree tree, LogPublicKey key)
    {
        if (storage.State is not { } state)
        {
            // A head is signed before the first leaf is stored, so leaves without one are not what a crash leaves behind.
            return tree.Size == 0
                ? null
                : throw new LogDamagedException(LogDamage.HeadMissing, $"there are {tree.Size} leaves but no signed head", Restore);
        }
        SignedTreeHead head = Decode(state);
        if (head.KeyId != key.KeyId)
            throw new LogDamagedException(
                LogDamage.OtherKey,
                $"the last head is signed by key {head.KeyId}, the signer holds {key.KeyId}",
                "Configure the token and key that this log was made with, or start a new log in an empty directory");
        return head.Verify(key)
            ? head
            : throw new LogDamagedException(LogDamage.HeadSignatureInvalid, $"the signature of the head at {head.Head.Size} leaves does not hold", Restore);
    }

    /// <summary>Demands that the tree continues a head.</summary>
    /// <exception cref="LogDamagedException">It is smaller, or has another root at that size.</exception>
    public static void DemandContinues(MerkleTree tree, in TreeHead head)
    {
        if (head.Size > tree.Size)
            throw new LogDamagedException(LogDamage.RolledBack, $"there are {tree.Size} leaves, but {head.Size} were signed", Restore);
        Digest root = tree.RootAt(head.Size);
        if (root != head.Root)
            throw new LogDamagedException(
                LogDamage.Altered, $"the root at {head.Size} leaves is {root}, but {head.Root} was signed", Restore);
    }

    private static SignedTreeHead Decode(ReadOnlyMemory<byte> state)
    {
        try
        {
            return SignedTreeHead.Decode(state);
        }
        catch (DecodeException e)
        {
            throw new LogDamagedException(LogDamage.HeadMalformed, $"the stored head cannot be read ({e.Message})", Restore);
        }
    }
}
