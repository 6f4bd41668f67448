using System.Security.Cryptography;

namespace Appliance.Verification.Documents;

/// <summary>
/// Reads a document once and hashes what was read. Forward only; disposing it leaves the document open.
/// </summary>
internal sealed class HashingStream(Stream inner, IProgress<long>? progress) : Stream
{
    private const int ProgressStep = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;
    private long _reported;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("the length is known only at the end");

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("a document is read forward only");
    }

    /// <summary>SHA-256 of the bytes read so far.</summary>
    public byte[] Digest() => _hash.GetCurrentHash();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Take(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Take(buffer.Span[..read]);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a document is read forward only");

    public override void SetLength(long value) => throw new NotSupportedException("a document is read only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a document is read only");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _length += bytes.Length;
        if (progress is null || (_length - _reported < ProgressStep && !bytes.IsEmpty))
            return;
        _reported = _length;
        progress.Report(_length);
    }
}
