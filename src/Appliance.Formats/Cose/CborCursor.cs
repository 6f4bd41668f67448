using System.Formats.Cbor;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// Reads CBOR (RFC 8949) strictly and knows where it stands: every refusal is a <see cref="DecodeException"/> with the offset in
/// the whole document, also inside a byte string that wraps another CBOR item.
/// </summary>
public sealed class CborCursor
{
    /// <summary>Largest item in bytes that is read as one (a header's value); payloads and signatures are read apart.</summary>
    public const int MaxItemBytes = 1 << 20;

    private readonly ReadOnlyMemory<byte> _encoded;
    private readonly string _format;
    private readonly int _length;
    private readonly long _base;
    private readonly CborReader _reader;

    /// <param name="encoded">One CBOR item.</param>
    /// <param name="format">Name of the format in errors.</param>
    /// <param name="baseOffset">Offset in bytes of <paramref name="encoded"/> in the whole document.</param>
    public CborCursor(ReadOnlyMemory<byte> encoded, string format, long baseOffset = 0)
    {
        _encoded = encoded;
        _format = format;
        _length = encoded.Length;
        _base = baseOffset;
        // Strict rejects duplicate keys and invalid UTF-8 but takes any key order: the example of RFC 9942 is itself not sorted.
        _reader = new CborReader(encoded, CborConformanceMode.Strict);
    }

    /// <summary>Offset in bytes of the next item in the whole document.</summary>
    public long Offset => _base + _length - _reader.BytesRemaining;

    /// <summary>Whether the next item is a null (a detached payload).</summary>
    public bool NextIsNull => Read(static r => r.PeekState()) == CborReaderState.Null;

    /// <summary>Whether the next item is a text string.</summary>
    public bool NextIsText => Read(static r => r.PeekState()) == CborReaderState.TextString;

    /// <summary>Whether the next item is a byte string.</summary>
    public bool NextIsBytes => Read(static r => r.PeekState()) == CborReaderState.ByteString;

    /// <summary>Whether the next item is an integer.</summary>
    public bool NextIsInteger => Read(static r => r.PeekState()) is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    /// <summary>Whether the next item has a tag.</summary>
    public bool NextIsTag => Read(static r => r.PeekState()) == CborReaderState.Tag;

    /// <summary>Reads an unsigned or negative integer of at most 63 bits.</summary>
    public long ReadInteger() => Read(static r => r.ReadInt64());

    /// <summary>Reads an integer in [0, <paramref name="max"/>].</summary>
    public long ReadUnsigned(long max, string what)
    {
        long at = Offset;
        long value = ReadInteger();
        return value >= 0 && value <= max
            ? value
            : throw Fault(at, value < 0 ? DecodeFault.Malformed : DecodeFault.LimitExceeded, $"{what} is {value}");
    }

    /// <summary>Reads a text string of definite length.</summary>
    public string ReadText() => Read(static r => r.ReadTextString());

    /// <summary>Reads a null.</summary>
    public void ReadNull() => Read(static r =>
    {
        r.ReadNull();
        return 0;
    });

    /// <summary>Reads a byte string of definite length; <paramref name="contentOffset"/> is where its content starts.</summary>
    public ReadOnlyMemory<byte> ReadBytes(out long contentOffset)
    {
        ReadOnlyMemory<byte> bytes = Read(static r => r.ReadDefiniteLengthByteString());
        contentOffset = Offset - bytes.Length;
        return bytes;
    }

    /// <summary>Reads a byte string of exactly <paramref name="length"/> bytes.</summary>
    public ReadOnlyMemory<byte> ReadBytes(int length, string what)
    {
        long at = Offset;
        ReadOnlyMemory<byte> bytes = ReadBytes(out _);
        return bytes.Length == length ? bytes : throw Fault(at, DecodeFault.Malformed, $"{what} has {bytes.Length} bytes, not {length}");
    }

    /// <summary>Reads any one item and returns its encoding.</summary>
    public ReadOnlyMemory<byte> ReadItem()
    {
        int? length = CborExtent.Measure(_encoded.Span[(_length - _reader.BytesRemaining)..]);
        if (length is null)
            throw Fault(Offset, DecodeFault.LimitExceeded, $"an item nests deeper than {CborExtent.MaxDepth}");
        return length <= MaxItemBytes
            ? Read(static r => r.ReadEncodedValue())
            : throw Fault(Offset, DecodeFault.LimitExceeded, $"an item has more than {MaxItemBytes} bytes");
    }

    /// <summary>Reads a tag and demands <paramref name="expected"/>.</summary>
    public void ReadTag(ulong expected)
    {
        long at = Offset;
        CborTag tag = Read(static r => r.ReadTag());
        if ((ulong)tag != expected)
            throw Fault(at, DecodeFault.Malformed, $"tag {(ulong)tag} where {expected} is expected");
    }

    /// <summary>Enters an array of definite length and returns the number of items.</summary>
    public int ReadStartArray(int max, string what) => ReadCount(static r => r.ReadStartArray(), max, what);

    /// <summary>Leaves an array whose items are all read.</summary>
    public void ReadEndArray() => Read(static r =>
    {
        r.ReadEndArray();
        return 0;
    });

    /// <summary>Enters a map of definite length and returns the number of pairs.</summary>
    public int ReadStartMap(int max, string what) => ReadCount(static r => r.ReadStartMap(), max, what);

    /// <summary>Leaves a map whose pairs are all read.</summary>
    public void ReadEndMap() => Read(static r =>
    {
        r.ReadEndMap();
        return 0;
    });

    /// <summary>Demands that nothing follows.</summary>
    public void ReadEnd()
    {
        if (_reader.BytesRemaining != 0)
            throw Fault(Offset, DecodeFault.TrailingBytes, $"{_reader.BytesRemaining} bytes after the end");
    }

    /// <summary>Makes the exception for a value that was read but is not allowed.</summary>
    public DecodeException Fault(long offset, DecodeFault fault, string detail) => new(_format, offset, fault, detail);

    private int ReadCount(Func<CborReader, int?> start, int max, string what)
    {
        long at = Offset;
        int count = Read(start) ?? throw Fault(at, DecodeFault.NotCanonical, $"{what} of indefinite length");
        return count <= max ? count : throw Fault(at, DecodeFault.LimitExceeded, $"{what} has {count} items, at most {max} are allowed");
    }

    private T Read<T>(Func<CborReader, T> read)
    {
        long at = Offset;
        try
        {
            return read(_reader);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            bool truncated = _reader.BytesRemaining == 0 || e.Message.Contains("end of", StringComparison.OrdinalIgnoreCase);
            throw Fault(at, truncated ? DecodeFault.Truncated : DecodeFault.Malformed, e.Message.TrimEnd('.'));
        }
    }
}
