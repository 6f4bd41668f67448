using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Transparency;

/// <summary>What the text formats of C2SP have in common: names, numbers and base64, each in its one spelling.</summary>
internal static class NoteText
{
    /// <summary>Bytes of every hash in these formats.</summary>
    public const int HashSize = 32;

    // Digits of 2^63 - 1, the largest size and index that any of these formats lets through.
    private const int MaxDecimalDigits = 19;

    /// <summary>Reads base64 of RFC 4648, section 4, with padding, nothing between its characters and no stray bits.</summary>
    /// <exception cref="DecodeException">Not base64, or not in its one spelling.</exception>
    public static byte[] FromBase64(ReadOnlySpan<byte> text, long offset, string format, string what)
    {
        if (TryFromBase64(text, out byte[] bytes, out int at))
            return bytes;
        throw new DecodeException(format, offset + at, DecodeFault.Malformed, $"{what} is not base64 in its one spelling");
    }

    /// <summary>The same; where it fails, <paramref name="at"/> is the first character that is wrong.</summary>
    public static bool TryFromBase64(ReadOnlySpan<byte> text, out byte[] bytes, out int at)
    {
        byte[] buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        OperationStatus status = Base64.DecodeFromUtf8(text, buffer, out at, out int written);
        bytes = buffer[..written];
        if (status != OperationStatus.Done || at != text.Length)
            return false;

        // The decoder passes over white space; whoever writes back what was read finds out.
        byte[] again = new byte[Base64.GetMaxEncodedToUtf8Length(written)];
        Base64.EncodeToUtf8(bytes, again, out _, out int length);
        at = again.AsSpan(0, length).CommonPrefixLength(text);
        return length == text.Length && at == length;
    }

    /// <summary>Reads base64 of a 32-byte hash.</summary>
    /// <exception cref="DecodeException">Not base64, or not of 32 bytes.</exception>
    public static byte[] Hash(ReadOnlySpan<byte> text, long offset, string format, string what)
    {
        byte[] hash = FromBase64(text, offset, format, what);
        return hash.Length == HashSize
            ? hash
            : throw new DecodeException(format, offset, DecodeFault.Malformed, $"{what} has {hash.Length} bytes, not {HashSize}");
    }

    /// <summary>Reads a decimal number without sign or leading zeros, at most 2^63 - 1.</summary>
    /// <exception cref="DecodeException">Not such a number.</exception>
    public static long Decimal(ReadOnlySpan<byte> text, long offset, string format, string what)
    {
        if (text.IsEmpty || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            throw new DecodeException(format, offset, DecodeFault.Malformed, $"{what} is not a decimal number");
        if (text[0] == (byte)'0' && text.Length > 1)
            throw new DecodeException(format, offset, DecodeFault.NotCanonical, $"{what} has leading zeros");
        if (text.Length > MaxDecimalDigits || !Utf8Parser.TryParse(text, out long value, out int consumed) || consumed != text.Length)
            throw new DecodeException(format, offset, DecodeFault.LimitExceeded, $"{what} is larger than {long.MaxValue}");
        return value;
    }

    /// <summary>Reads a key's name: UTF-8, not empty, without white space and plus signs.</summary>
    /// <exception cref="DecodeException">Not such a name.</exception>
    public static string KeyName(ReadOnlySpan<byte> text, long offset, string format)
    {
        if (text.IsEmpty)
            throw new DecodeException(format, offset, DecodeFault.Malformed, "a key's name is empty");
        int position = 0;
        while (position < text.Length)
        {
            OperationStatus status = Rune.DecodeFromUtf8(text[position..], out Rune rune, out int length);
            if (status != OperationStatus.Done)
                throw new DecodeException(format, offset + position, DecodeFault.Malformed, "a key's name is not UTF-8");
            if (Rune.IsWhiteSpace(rune) || rune.Value is < ' ' or '+')
                throw new DecodeException(format, offset + position, DecodeFault.Malformed, "a key's name holds white space, a control character or '+'");
            position += length;
        }

        return Encoding.UTF8.GetString(text);
    }
}
