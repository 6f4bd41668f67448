using System.Formats.Cbor;
using System.Numerics;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// Reads receipts. CBOR must be well-formed, without repeated keys or indefinite lengths; the order of keys is free, because COSE
/// leaves it so (and the example in RFC 9942 makes use of that).
/// </summary>
internal static class CoseReceiptDecoder
{
    private const int HashSize = 32;
    private const int SignatureSize = 64;

    // A path of 63 hashes and generous headers; also bounds how deep ignored values can nest.
    private const int MaxReceiptBytes = 64 * 1024;

    public static CoseReceipt Decode(ReadOnlyMemory<byte> cbor, DecodeLimits limits)
    {
        int limit = Math.Min(limits.MaxDocumentBytes, MaxReceiptBytes);
        if (cbor.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the document holds no bytes");
        if (cbor.Length > limit)
            throw Fault(0, DecodeFault.LimitExceeded, $"the receipt has {cbor.Length} bytes, the limit is {limit}");
        var reader = new CborReader(cbor, CborConformanceMode.Strict);
        try
        {
            return ReadReceipt(reader, cbor);
        }
        catch (CborContentException malformed)
        {
            throw Fault(Position(reader, cbor), DecodeFault.Malformed, malformed.Message);
        }
        catch (Exception unexpected) when (unexpected is InvalidOperationException or OverflowException)
        {
            throw Fault(Position(reader, cbor), DecodeFault.Malformed, "a value of another type stands here");
        }
    }

    private static CoseReceipt ReadReceipt(CborReader reader, ReadOnlyMemory<byte> cbor)
    {
        if ((int)reader.ReadTag() != CoseReceiptLabels.Sign1Tag || ReadArrayStart(reader) != 4)
            throw Fault(0, DecodeFault.Malformed, "not a COSE_Sign1");
        ReadOnlyMemory<byte> protectedHeader = reader.ReadByteString();
        (ReadOnlyMemory<byte> keyId, string? issuer) = ReadProtected(protectedHeader, Position(reader, cbor) - protectedHeader.Length);
        (long size, long index, List<ReadOnlyMemory<byte>> path) = ReadUnprotected(reader, cbor);
        reader.ReadNull();
        ReadOnlyMemory<byte> signature = reader.ReadByteString();
        reader.ReadEndArray();
        if (signature.Length != SignatureSize)
            throw Fault(Position(reader, cbor), DecodeFault.Malformed, $"an ES256 signature has {SignatureSize} bytes, not {signature.Length}");
        if (reader.BytesRemaining != 0)
            throw Fault(Position(reader, cbor), DecodeFault.TrailingBytes, $"{reader.BytesRemaining} bytes follow the receipt");
        return new CoseReceipt
        {
            Protected = protectedHeader,
            KeyId = keyId,
            Issuer = issuer,
            TreeSize = size,
            LeafIndex = index,
            Path = path,
            Signature = signature,
        };
    }

    private static (ReadOnlyMemory<byte> KeyId, string? Issuer) ReadProtected(ReadOnlyMemory<byte> bytes, long offset)
    {
        var reader = new CborReader(bytes, CborConformanceMode.Strict);
        long? algorithm = null;
        long? structure = null;
        ReadOnlyMemory<byte> keyId = default;
        string? issuer = null;
        try
        {
            int count = ReadMapStart(reader);
            for (int i = 0; i < count; i++)
            {
                switch (ReadLabel(reader))
                {
                    case CoseReceiptLabels.Algorithm:
                        algorithm = reader.ReadInt64();
                        break;
                    case CoseReceiptLabels.Critical:
                        throw Fault(offset + Position(reader, bytes), DecodeFault.Malformed, "critical headers are not understood");
                    case CoseReceiptLabels.KeyId:
                        keyId = reader.ReadByteString();
                        break;
                    case CoseReceiptLabels.CwtClaims:
                        issuer = ReadIssuer(reader);
                        break;
                    case CoseReceiptLabels.VerifiableDataStructure:
                        structure = reader.ReadInt64();
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Fault(offset + Position(reader, bytes), DecodeFault.Malformed, "the protected header is malformed");
        }

        if (reader.BytesRemaining != 0)
            throw Fault(offset + Position(reader, bytes), DecodeFault.TrailingBytes, "bytes follow the protected header");
        if (algorithm != CoseReceiptLabels.Es256)
            throw Fault(offset, DecodeFault.Malformed, $"the algorithm is {algorithm?.ToString() ?? "missing"}, not ES256");
        if (structure != CoseReceiptLabels.Rfc9162Sha256)
            throw Fault(offset, DecodeFault.Malformed, $"the verifiable data structure is {structure?.ToString() ?? "missing"}, not RFC9162_SHA256");
        return (keyId, issuer);
    }

    private static string? ReadIssuer(CborReader reader)
    {
        string? issuer = null;
        int count = ReadMapStart(reader);
        for (int i = 0; i < count; i++)
        {
            if (ReadLabel(reader) == CoseReceiptLabels.IssuerClaim)
                issuer = reader.ReadTextString();
            else
                reader.SkipValue();
        }

        reader.ReadEndMap();
        return issuer;
    }

    private static (long Size, long Index, List<ReadOnlyMemory<byte>> Path) ReadUnprotected(CborReader reader, ReadOnlyMemory<byte> cbor)
    {
        (long, long, List<ReadOnlyMemory<byte>>)? proof = null;
        int count = ReadMapStart(reader);
        for (int i = 0; i < count; i++)
        {
            if (ReadLabel(reader) == CoseReceiptLabels.VerifiableDataProofs)
                proof = ReadProofs(reader, cbor);
            else
                reader.SkipValue();
        }

        reader.ReadEndMap();
        return proof ?? throw Fault(Position(reader, cbor), DecodeFault.Malformed, "the receipt has no proof");
    }

    private static (long Size, long Index, List<ReadOnlyMemory<byte>> Path) ReadProofs(CborReader reader, ReadOnlyMemory<byte> cbor)
    {
        if (ReadMapStart(reader) != 1 || ReadLabel(reader) != CoseReceiptLabels.InclusionProofs || ReadArrayStart(reader) != 1)
            throw Fault(Position(reader, cbor), DecodeFault.Malformed, "a receipt carries exactly one inclusion proof");
        ReadOnlyMemory<byte> proof = reader.ReadByteString();
        long offset = Position(reader, cbor) - proof.Length;
        reader.ReadEndArray();
        reader.ReadEndMap();

        var inner = new CborReader(proof, CborConformanceMode.Strict);
        long size;
        long index;
        var path = new List<ReadOnlyMemory<byte>>();
        try
        {
            if (ReadArrayStart(inner) != 3)
                throw Fault(offset, DecodeFault.Malformed, "an inclusion proof is size, index and path");
            size = inner.ReadInt64();
            index = inner.ReadInt64();
            int count = ReadArrayStart(inner);
            for (int i = 0; i < count; i++)
            {
                byte[] node = inner.ReadByteString();
                if (node.Length != HashSize)
                    throw Fault(offset + Position(inner, proof), DecodeFault.Malformed, $"a hash of the path has {node.Length} bytes");
                path.Add(node);
            }

            inner.ReadEndArray();
            inner.ReadEndArray();
        }
        catch (Exception malformed) when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Fault(offset + Position(inner, proof), DecodeFault.Malformed, "the inclusion proof is malformed");
        }

        if (inner.BytesRemaining != 0)
            throw Fault(offset + Position(inner, proof), DecodeFault.TrailingBytes, "bytes follow the inclusion proof");
        if (index < 0 || index >= size)
            throw Fault(offset, DecodeFault.Malformed, $"leaf {index} of a tree of {size}");
        if (path.Count != PathLength(index, size))
            throw Fault(offset, DecodeFault.Malformed, $"leaf {index} of {size} has a path of {PathLength(index, size)} hashes, not {path.Count}");
        return (size, index, path);
    }

    /// <summary>RFC 9162 section 2.1.3: below the level where leaf and last leaf part, one hash per level; above, one per right turn.</summary>
    private static int PathLength(long index, long size)
    {
        int inner = 64 - BitOperations.LeadingZeroCount((ulong)(index ^ (size - 1)));
        return inner + BitOperations.PopCount((ulong)index >> Math.Min(inner, 63));
    }

    // Labels may be text too; those that matter here are numbers, and no number stands for a text label.
    private static long? ReadLabel(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
            return reader.ReadInt64();
        reader.ReadTextString();
        return null;
    }

    private static int ReadMapStart(CborReader reader) =>
        reader.ReadStartMap() ?? throw new CborContentException("a map of indefinite length");

    private static int ReadArrayStart(CborReader reader) =>
        reader.ReadStartArray() ?? throw new CborContentException("an array of indefinite length");

    private static long Position(CborReader reader, ReadOnlyMemory<byte> bytes) => bytes.Length - reader.BytesRemaining;

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(CoseReceipt.Format, offset, fault, detail);
}
