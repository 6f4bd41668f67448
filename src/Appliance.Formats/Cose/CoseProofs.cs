using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>Reads what inclusion and consistency proofs of RFC 9942 share: lists of byte strings, each two numbers and a path.</summary>
internal static class CoseProofs
{
    private const int Fields = 3;

    /// <summary>The encoded proofs of one kind, each with its offset in the whole document; none where there are none.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Proof, long Offset)> Read(CoseSign1 message, long kind)
    {
        var proofs = new List<(ReadOnlyMemory<byte> Proof, long Offset)>();
        if (message.Unprotected.Find(CoseLabels.VerifiableDataProofs) is not { } header)
            return proofs;
        CoseHeaders kinds = CoseHeaders.Read(new CborCursor(header.Value, CoseSign1.FormatName, header.Offset));
        if (kinds.Find(kind) is not { } found)
            return proofs;
        var cursor = new CborCursor(found.Value, CoseSign1.FormatName, found.Offset);
        int count = cursor.ReadStartArray(CoseHeaders.MaxHeaders, "list of proofs");
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> proof = cursor.ReadBytes(out long offset);
            proofs.Add((proof, offset));
        }

        cursor.ReadEndArray();
        return proofs;
    }

    /// <summary>Reads <c>[number, number, [path]]</c>.</summary>
    public static (long First, long Second, IReadOnlyList<ReadOnlyMemory<byte>> Path) ReadFields(
        ReadOnlyMemory<byte> encoded, long baseOffset, int maxPath, string what)
    {
        var cursor = new CborCursor(encoded, CoseSign1.FormatName, baseOffset);
        int fields = cursor.ReadStartArray(Fields, what);
        if (fields != Fields)
            throw cursor.Fault(baseOffset, DecodeFault.Malformed, $"{what} has {fields} fields, not {Fields}");
        long first = cursor.ReadUnsigned(long.MaxValue, $"first number of the {what}");
        long second = cursor.ReadUnsigned(long.MaxValue, $"second number of the {what}");
        int length = cursor.ReadStartArray(maxPath, $"path of the {what}");
        var path = new ReadOnlyMemory<byte>[length];
        for (int i = 0; i < length; i++)
            path[i] = cursor.ReadBytes(CoseInclusionProof.HashSize, $"hash of the {what}");
        cursor.ReadEndArray();
        cursor.ReadEndArray();
        cursor.ReadEnd();
        return (first, second, path);
    }
}
