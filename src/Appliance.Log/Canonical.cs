using Appliance.Formats.Decoding;

namespace Appliance.Log;

/// <summary>
/// Refuses any spelling but one. What was read is written again and compared: whatever the encoder cannot produce (longer
/// integers, other key orders, additional headers that nobody signed) is not accepted.
/// </summary>
internal static class Canonical
{
    /// <exception cref="DecodeException">The two differ; the offset is that of the first difference.</exception>
    public static void Demand(ReadOnlyMemory<byte> found, ReadOnlySpan<byte> expected, string format, long baseOffset)
    {
        if (found.Span.SequenceEqual(expected))
            return;
        int at = found.Span.CommonPrefixLength(expected);
        throw new DecodeException(format, baseOffset + at, DecodeFault.NotCanonical, "not the deterministic encoding");
    }
}
