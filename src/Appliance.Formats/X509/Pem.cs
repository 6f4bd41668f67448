using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>
/// PEM, the textual encoding of RFC 7468. Text outside the blocks is passed over as section 2 allows; blocks of another label,
/// an unfinished block and anything but base64 inside one are errors. Headers inside a block (RFC 1421) are refused.
/// </summary>
public static class Pem
{
    private const string Format = "pem";

    /// <summary>Reads exactly one block.</summary>
    /// <exception cref="DecodeException">The text is malformed or holds not exactly one block of the label.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> text, string label)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> blocks = DecodeAll(text, label);
        return blocks.Count == 1
            ? blocks[0]
            : throw new DecodeException(Format, 0, DecodeFault.Malformed, $"{blocks.Count} blocks '{label}' where one belongs");
    }

    /// <summary>Reads all blocks in order.</summary>
    /// <exception cref="DecodeException">The text is malformed, or holds no block, or one of another label.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> DecodeAll(ReadOnlyMemory<byte> text, string label)
    {
        byte[] begin = Encoding.ASCII.GetBytes($"-----BEGIN {label}-----");
        byte[] end = Encoding.ASCII.GetBytes($"-----END {label}-----");
        var blocks = new List<ReadOnlyMemory<byte>>();
        ReadOnlySpan<byte> all = text.Span;
        int position = 0;
        while (true)
        {
            int boundary = all[position..].IndexOf("-----BEGIN "u8);
            if (boundary < 0)
                break;
            position += boundary;
            if (!all[position..].StartsWith(begin))
                throw new DecodeException(Format, position, DecodeFault.Malformed, $"a block of another label than '{label}'");
            int start = position + begin.Length;
            int length = all[start..].IndexOf("-----"u8);
            if (length < 0 || !all[(start + length)..].StartsWith(end))
                throw new DecodeException(Format, position, DecodeFault.Truncated, $"a block '{label}' has no end");
            blocks.Add(FromBase64(all.Slice(start, length), start));
            position = start + length + end.Length;
        }

        return blocks.Count > 0 ? blocks : throw new DecodeException(Format, 0, DecodeFault.Malformed, $"no block '{label}'");
    }

    /// <summary>Writes one block with lines of 64 characters.</summary>
    public static byte[] Encode(string label, ReadOnlySpan<byte> der)
    {
        var text = new StringBuilder();
        text.Append("-----BEGIN ").Append(label).Append("-----\n");
        string body = Convert.ToBase64String(der);
        for (int i = 0; i < body.Length; i += 64)
            text.Append(body, i, Math.Min(64, body.Length - i)).Append('\n');
        text.Append("-----END ").Append(label).Append("-----\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] FromBase64(ReadOnlySpan<byte> body, int offset)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        OperationStatus status = Base64.DecodeFromUtf8(body, bytes, out int consumed, out int written);
        if (status != OperationStatus.Done || consumed != body.Length || written == 0)
            throw new DecodeException(Format, offset + consumed, DecodeFault.Malformed, "a block holds something other than base64");
        return bytes[..written];
    }
}
