using System.Formats.Cbor;
using System.Security.Cryptography;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Log.Trees;
using Appliance.Log.Verdicts;
using Appliance.Verification.Chains;

namespace Appliance.Log.Receipts;

/// <summary>
/// Proof that a verdict is in the log: the entry, its salt, and an RFC 9942 receipt (an inclusion proof under a signed root).
/// Byte layout and how to verify one without this code: <c>docs/reference/receipts.md</c>.
/// </summary>
public sealed record Receipt
{
    /// <summary>Media type of the receipt file.</summary>
    public const string MediaType = "application/vnd.appliance.receipt+cbor";

    /// <summary>Extension of the receipt file.</summary>
    public const string FileExtension = ".receipt";

    /// <summary>Length of the salt in bytes. Fixed, so that no byte can move between salt and entry.</summary>
    public const int SaltSize = 32;

    /// <summary>Largest receipt file in bytes: the longest texts and a path of 63 hashes stay well below it.</summary>
    public const int MaxBytes = 65_536;

    private const string FormatName = "receipt";
    private const string Magic = "appliance-receipt";
    private const int Version = 1;
    private const int Fields = 6;

    /// <summary>What was judged, and how.</summary>
    public required VerdictEntry Entry { get; init; }

    /// <summary>Random bytes, <see cref="SaltSize"/> of them: without them the leaf says nothing about the entry.</summary>
    public required ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>Leads from the leaf to the root.</summary>
    public required InclusionProof Proof { get; init; }

    /// <summary>The signed head whose tree holds the leaf.</summary>
    public required SignedTreeHead Head { get; init; }

    /// <summary>Whether a file begins as a receipt does; reads at most the first 22 bytes.</summary>
    public static bool IsReceipt(ReadOnlySpan<byte> start) => start.StartsWith(Start);

    /// <summary>What the log stores for an entry: SHA-256(salt || entry). The leaf hash of the tree is SHA-256(0x00 || this).</summary>
    public static byte[] LeafData(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> encodedEntry) => SHA256.HashData([.. salt, .. encodedEntry]);

    /// <summary>The hash of the leaf that this receipt speaks of.</summary>
    public Digest LeafHash() => MerkleHash.Leaf(LeafData(Salt.Span, Entry.Encode()));

    /// <summary>Writes the receipt file.</summary>
    public byte[] Encode()
    {
        var proof = new CoseInclusionProof(Proof.TreeSize, Proof.LeafIndex, [.. Proof.Path.Select(hash => (ReadOnlyMemory<byte>)hash.Span.ToArray())]);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(Fields);
        writer.WriteInt32((int)Key.Magic);
        writer.WriteTextString(Magic);
        writer.WriteInt32((int)Key.Version);
        writer.WriteInt32(Version);
        writer.WriteInt32((int)Key.Entry);
        writer.WriteByteString(Entry.Encode());
        writer.WriteInt32((int)Key.Salt);
        writer.WriteByteString(Salt.Span);
        writer.WriteInt32((int)Key.Root);
        writer.WriteByteString(Head.Head.Root.Span);
        writer.WriteInt32((int)Key.CoseReceipt);
        writer.WriteByteString(CoseSign1.Encode(Head.ProtectedBytes.Span, proof.EncodeHeaders(), payload: null, Head.Signature.Span));
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads the deterministic encoding and nothing else. Decides nothing about proof and signature.</summary>
    /// <exception cref="DecodeException">The bytes are not a receipt file.</exception>
    public static Receipt Decode(ReadOnlyMemory<byte> encoded)
    {
        var cursor = new CborCursor(encoded, FormatName);
        if (encoded.IsEmpty)
            throw cursor.Fault(0, DecodeFault.Empty, "no bytes");
        if (encoded.Length > MaxBytes)
            throw cursor.Fault(MaxBytes, DecodeFault.LimitExceeded, $"{encoded.Length} bytes, at most {MaxBytes} are allowed");
        if (!IsReceipt(encoded.Span))
            throw cursor.Fault(encoded.Span.CommonPrefixLength(Start), DecodeFault.Unrecognised, "does not begin as a receipt of version 1");
        cursor.ReadStartMap(Fields, "receipt");
        ReadKey(cursor, Key.Magic);
        cursor.ReadText();
        ReadKey(cursor, Key.Version);
        cursor.ReadInteger();
        ReadKey(cursor, Key.Entry);
        ReadOnlyMemory<byte> entry = cursor.ReadBytes(out long entryOffset);
        ReadKey(cursor, Key.Salt);
        ReadOnlyMemory<byte> salt = cursor.ReadBytes(SaltSize, "salt");
        ReadKey(cursor, Key.Root);
        var root = new Digest(cursor.ReadBytes(Digest.Size, "root").Span);
        ReadKey(cursor, Key.CoseReceipt);
        ReadOnlyMemory<byte> message = cursor.ReadBytes(out long messageOffset);
        cursor.ReadEndMap();
        cursor.ReadEnd();

        CoseSign1 cose = CoseSign1.Decode(message, messageOffset);
        if (cose.Payload is not null)
            throw cursor.Fault(messageOffset, DecodeFault.Malformed, "the payload of the receipt is not detached");
        IReadOnlyList<CoseInclusionProof> proofs = CoseInclusionProof.ReadAll(cose);
        if (proofs.Count != 1)
            throw cursor.Fault(messageOffset, DecodeFault.Malformed, $"the receipt has {proofs.Count} inclusion proofs, not one");
        var receipt = new Receipt
        {
            Entry = VerdictEntry.Decode(entry, entryOffset),
            Salt = salt,
            Proof = new InclusionProof(proofs[0].LeafIndex, proofs[0].TreeSize, [.. proofs[0].Path.Select(hash => new Digest(hash.Span))]),
            Head = SignedTreeHead.FromMessage(cose, root, messageOffset),
        };
        Canonical.Demand(encoded, receipt.Encode(), FormatName, 0);
        return receipt;
    }

    private static void ReadKey(CborCursor cursor, Key expected)
    {
        long at = cursor.Offset;
        long key = cursor.ReadInteger();
        if (key != (long)expected)
            throw cursor.Fault(at, DecodeFault.Malformed, $"key {key} where {(int)expected} ({expected}) is expected");
    }

    // {0: "appliance-receipt", 1: 1, …
    private static readonly byte[] Start =
        [0xA6, 0x00, 0x71, .. "appliance-receipt"u8, 0x01, 0x01];

    private enum Key
    {
        Magic = 0,
        Version = 1,
        Entry = 2,
        Salt = 3,
        Root = 4,
        CoseReceipt = 5,
    }
}
