using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>Times of certificates: UTCTime until 2049, GeneralizedTime after, both to the second and in Zulu (RFC 5280 section 4.1.2.5).</summary>
internal static class X509Time
{
    private const byte UtcTime = 0x17;
    private const byte GeneralizedTime = 0x18;

    public static bool IsNext(in DerReader reader) => reader.Peek(UtcTime) || reader.Peek(GeneralizedTime);

    public static DateTimeOffset Read(ref DerReader reader, string what)
    {
        DerReader start = reader;
        ReadOnlySpan<byte> text = reader.Any(out byte tag, out _).Span;
        int yearDigits = tag switch
        {
            UtcTime => 2,
            GeneralizedTime => 4,
            _ => throw start.Fault(DecodeFault.Malformed, $"{what} is not a time"),
        };
        if (text.Length != yearDigits + 11 || text[^1] != (byte)'Z' || text[..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            throw start.Fault(DecodeFault.Malformed, $"{what} is not a time to the second in Zulu");
        int year = Number(text[..yearDigits]);
        if (tag == UtcTime)
            year += year >= 50 ? 1900 : 2000;
        ReadOnlySpan<byte> rest = text[yearDigits..];
        int month = Number(rest[..2]);
        int day = Number(rest[2..4]);
        int hour = Number(rest[4..6]);
        int minute = Number(rest[6..8]);
        int second = Number(rest[8..10]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            throw start.Fault(DecodeFault.Malformed, $"{what} is no date");
        return new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
            value = (10 * value) + (digit - '0');
        return value;
    }
}
