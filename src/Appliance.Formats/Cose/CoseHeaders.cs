using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>One header of a COSE message.</summary>
/// <param name="Label">Integer label, or null where the label is text.</param>
/// <param name="Text">Text label, or null where the label is an integer.</param>
/// <param name="Value">The value, encoded.</param>
/// <param name="Offset">Offset in bytes of the value in the whole document.</param>
public sealed record CoseHeader(long? Label, string? Text, ReadOnlyMemory<byte> Value, long Offset);

/// <summary>A header map of a COSE message (RFC 9052, section 3), in the order of its encoding.</summary>
public sealed class CoseHeaders
{
    /// <summary>Most headers in one map.</summary>
    public const int MaxHeaders = 64;

    private readonly List<CoseHeader> _headers = [];

    /// <summary>The headers in the order of the encoding.</summary>
    public IReadOnlyList<CoseHeader> All => _headers;

    /// <summary>Reads a header map; the cursor stands before it.</summary>
    /// <exception cref="DecodeException">Not a map, too many pairs, a duplicate label, or a label that is neither integer nor text.</exception>
    public static CoseHeaders Read(CborCursor cursor)
    {
        var headers = new CoseHeaders();
        int count = cursor.ReadStartMap(MaxHeaders, "header map");
        for (int i = 0; i < count; i++)
        {
            string? text = cursor.NextIsText ? cursor.ReadText() : null;
            long? label = text is null ? cursor.ReadInteger() : null;
            long offset = cursor.Offset;
            headers._headers.Add(new CoseHeader(label, text, cursor.ReadItem(), offset));
        }
        cursor.ReadEndMap();
        return headers;
    }

    /// <summary>The header with an integer label, or null.</summary>
    public CoseHeader? Find(long label) => _headers.Find(h => h.Label == label);

    /// <summary>The value of a header that is an integer, or null where there is no such header.</summary>
    /// <exception cref="DecodeException">The value is not an integer.</exception>
    public long? Integer(long label) =>
        Find(label) is { } header ? new CborCursor(header.Value, CoseSign1.FormatName, header.Offset).ReadInteger() : null;

    /// <summary>The value of a header that is a byte string, or null where there is no such header.</summary>
    /// <exception cref="DecodeException">The value is not a byte string.</exception>
    public ReadOnlyMemory<byte>? Bytes(long label)
    {
        // Not a conditional expression: its null would become empty bytes.
        if (Find(label) is not { } header)
            return null;
        return new CborCursor(header.Value, CoseSign1.FormatName, header.Offset).ReadBytes(out _);
    }
}
