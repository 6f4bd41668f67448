using Appliance.Client.V1;
using Grpc.Core;

namespace Appliance.Host.Api;

/// <summary>The chunks of a gRPC request as a stream of at most so many bytes.</summary>
internal sealed class ChunkStream(IAsyncStreamReader<VerifyDocumentRequest> requests, long maxBytes) : Stream
{
    private ReadOnlyMemory<byte> _chunk;
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("the length of a request is known only at its end");

    public override long Position
    {
        get => _total;
        set => throw new NotSupportedException("a request is read forward only");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_chunk.IsEmpty)
        {
            if (!await requests.MoveNext(cancellationToken).ConfigureAwait(false))
                return 0;
            if (requests.Current.PartCase != VerifyDocumentRequest.PartOneofCase.Chunk)
                throw new BadHttpRequestException("options come first and once, then only chunks");
            _chunk = requests.Current.Chunk.Memory;
            _total += _chunk.Length;
            if (_total > maxBytes)
                throw new DocumentTooLargeException(maxBytes);
        }

        int count = Math.Min(buffer.Length, _chunk.Length);
        _chunk[..count].CopyTo(buffer);
        _chunk = _chunk[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a request is read asynchronously only");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a request is read forward only");

    public override void SetLength(long value) => throw new NotSupportedException("a request is read only");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a request is read only");
}
