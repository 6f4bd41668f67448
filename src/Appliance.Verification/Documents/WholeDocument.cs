using Appliance.Formats.Decoding;

namespace Appliance.Verification.Documents;

/// <summary>Reads a document whole, as far as a limit allows.</summary>
internal static class WholeDocument
{
    private const int ChunkBytes = 1 << 16;

    /// <param name="stream">Read to its end.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="format">Name of the format in errors.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="DecodeException">The document is larger than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int limit, string format, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[ChunkBytes];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > limit)
                throw new DecodeException(format, buffer.Length, DecodeFault.LimitExceeded, $"the document is larger than the limit of {limit} bytes");
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
