using System.Globalization;
using System.Text;

namespace Appliance.Formats.Cose;

/// <summary>Values of headers and claims in words, bounded in length.</summary>
internal static class CoseText
{
    private const int MaxCharacters = 256;
    private const int MaxBytes = 64;

    // 9999-12-31T23:59:59Z.
    private const long MaxUnixSeconds = 253_402_300_799;

    public static string Cut(string text) => text.Length <= MaxCharacters ? text : string.Concat(text.AsSpan(0, MaxCharacters), "…");

    public static string Quote(string text) => $"'{Cut(text)}'";

    public static string Hex(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= MaxBytes ? Convert.ToHexStringLower(bytes) : $"{Convert.ToHexStringLower(bytes[..MaxBytes])}… ({bytes.Length} bytes)";

    /// <summary>A byte string: as text where it is printable ASCII, as key ids and names mostly are.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && bytes.Length <= MaxBytes && !bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E) ? Encoding.ASCII.GetString(bytes) : Hex(bytes);

    /// <summary>Any item: integers, texts and byte strings as such, everything else in hexadecimal.</summary>
    public static string Item(CborCursor cursor)
    {
        if (cursor.NextIsText)
            return Cut(cursor.ReadText());
        if (cursor.NextIsInteger)
            return cursor.ReadInteger().ToString(CultureInfo.InvariantCulture);
        return cursor.NextIsBytes ? Bytes(cursor.ReadBytes(out _).Span) : $"CBOR {Hex(cursor.ReadItem().Span)}";
    }

    /// <summary>Seconds since 1970 as a time, where they are one.</summary>
    public static string Time(CborCursor cursor)
    {
        if (!cursor.NextIsInteger)
            return Item(cursor);
        long seconds = cursor.ReadInteger();
        return seconds is >= 0 and <= MaxUnixSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : seconds.ToString(CultureInfo.InvariantCulture);
    }
}
