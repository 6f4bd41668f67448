using System.Text.Json;

namespace Appliance.Formats.Decoding;

/// <summary>Where in a document the JSON reader stopped: it counts lines, errors name bytes.</summary>
internal static class JsonOffset
{
    /// <summary>Offset in bytes, at most the document's length.</summary>
    public static long Of(ReadOnlySpan<byte> json, JsonException exception)
    {
        long offset = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            int end = json[(int)offset..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            offset += end + 1;
        }

        return Math.Min(json.Length, offset + (exception.BytePositionInLine ?? 0));
    }
}
