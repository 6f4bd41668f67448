using System.Text;
using System.Text.Json;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// Reads JSON forward, in memory that the text itself bounds. Every refusal is a <see cref="DecodeException"/> with the offset of the
/// token that gave rise to it.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Name of the format in errors, before it is known which one it is.</summary>
    public const string Format = "fisco";

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlySpan<byte> json, DecodeLimits limits)
    {
        _json = json;
        Limits = limits;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
    }

    /// <summary>Bounds.</summary>
    public DecodeLimits Limits { get; }

    /// <summary>The present token.</summary>
    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where the present token begins.</summary>
    public readonly long Offset => _reader.TokenStartIndex;

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        bool more;
        try
        {
            more = _reader.Read();
        }
        catch (JsonException malformed)
        {
            throw NotJson(malformed);
        }

        if (!more)
            throw Fault(_json.Length, DecodeFault.Truncated, "the document ends early");
    }

    /// <summary>Demands that nothing but white space follows.</summary>
    public void End()
    {
        try
        {
            if (_reader.Read())
                throw Fault(DecodeFault.TrailingBytes, "something follows the document");
        }
        catch (JsonException)
        {
            throw Fault(Math.Min(_reader.BytesConsumed, _json.Length), DecodeFault.TrailingBytes, "something follows the document");
        }
    }

    /// <summary>Passes over the present value, whatever it is.</summary>
    public void Skip()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException malformed)
        {
            throw NotJson(malformed);
        }
    }

    /// <summary>The name of the present member.</summary>
    public readonly string Name() => Unescaped("a member's name");

    /// <summary>The present string, UTF-8.</summary>
    public readonly byte[] Text(string what, int maxBytes)
    {
        Expect(JsonTokenType.String, what);
        if (_reader.ValueSpan.Length > maxBytes)
            throw Fault(DecodeFault.LimitExceeded, $"{what} has {_reader.ValueSpan.Length} bytes, the limit is {maxBytes}");
        return Encoding.UTF8.GetBytes(Unescaped(what));
    }

    /// <summary>
    /// The bytes of the present string: 0x and lower-case hexadecimal digits; without 0x where <paramref name="bare"/> says that a node may leave
    /// it out.
    /// </summary>
    public readonly byte[] Hex(string what, bool bare = false)
    {
        Expect(JsonTokenType.String, what);
        ReadOnlySpan<byte> digits = _reader.ValueSpan;
        if (digits.StartsWith("0x"u8))
            digits = digits[2..];
        else if (!bare)
            throw Fault(DecodeFault.Malformed, $"{what} does not begin with 0x");
        if (digits.Length % 2 != 0 || digits.ContainsAnyExcept("0123456789abcdef"u8))
            throw Fault(DecodeFault.Malformed, $"{what} is not an even number of lower-case hexadecimal digits");
        return Convert.FromHexString(digits);
    }

    /// <summary>The bytes of the present string, which must be exactly <paramref name="size"/>.</summary>
    public readonly byte[] Hex(string what, int size, bool bare = false)
    {
        byte[] bytes = Hex(what, bare);
        return bytes.Length == size ? bytes : throw Fault(DecodeFault.Malformed, $"{what} has {bytes.Length} bytes, not {size}");
    }

    /// <summary>The present number: a whole one from 0 to <paramref name="max"/>, written with digits only.</summary>
    public readonly long Whole(string what, long max = long.MaxValue)
    {
        Expect(JsonTokenType.Number, what);
        if (_reader.ValueSpan.ContainsAnyExcept("0123456789"u8))
            throw Fault(DecodeFault.Malformed, $"{what} is not a whole number from 0 on");
        if (!_reader.TryGetInt64(out long value) || value > max)
            throw Fault(DecodeFault.LimitExceeded, $"{what} is greater than {max}");
        return value;
    }

    /// <summary>Demands a kind of token.</summary>
    public readonly void Expect(JsonTokenType token, string what)
    {
        if (_reader.TokenType != token)
            throw Fault(DecodeFault.Malformed, $"{what} is a JSON {_reader.TokenType}, not a {token}");
    }

    /// <summary>A refusal of the present token.</summary>
    public readonly DecodeException Fault(DecodeFault fault, string detail) => Fault(Offset, fault, detail);

    /// <summary>A refusal of something before.</summary>
    public static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(Format, offset, fault, detail);

    private readonly string Unescaped(string what)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault(DecodeFault.Malformed, $"{what} is not text: bad UTF-8 or half a surrogate pair");
        }
    }

    private readonly DecodeException NotJson(JsonException malformed)
    {
        long line = malformed.LineNumber ?? 0;
        int start = 0;
        while (line-- > 0 && _json[start..].IndexOf((byte)'\n') is var end and >= 0)
            start += end + 1;
        long offset = Math.Min(start + (malformed.BytePositionInLine ?? 0), _json.Length);
        return offset == _json.Length
            ? Fault(offset, DecodeFault.Truncated, "the document ends inside a JSON value")
            : Fault(offset, DecodeFault.Malformed, "the document is not JSON");
    }
}
