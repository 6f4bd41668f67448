using FASTER.core;

namespace Appliance.Index.KeyValue;

/// <summary>
/// Notices failed writes of a store. FasterKV logs them and then waits for ever, in a checkpoint or, once memory is full, in an upsert.
/// So it is told that the write succeeded, and everybody else that the store has failed: nothing more is acknowledged, no checkpoint is
/// finished, no read is answered, and the next opening begins with the last checkpoint.
/// </summary>
internal sealed class DeviceWatch
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IOException? _fault;

    /// <summary>Completes when something has failed.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Whether something has failed.</summary>
    public bool HasFailed => _fault is not null;

    /// <summary>Throws where something has failed.</summary>
    /// <exception cref="IOException">A write failed.</exception>
    public void ThrowIfFailed()
    {
        if (_fault is { } fault)
            throw new IOException(fault.Message, fault);
    }

    /// <summary>The device, watched.</summary>
    public IDevice Watch(IDevice device) => new Device(device, this);

    /// <summary>A factory whose devices are watched.</summary>
    public INamedDeviceFactory Watch(INamedDeviceFactory factory) => new Factory(factory, this);

    /// <summary>Notes a failure.</summary>
    public void Report(IOException fault)
    {
        _fault ??= fault;
        _failed.TrySetResult();
    }

    private sealed class Factory(INamedDeviceFactory inner, DeviceWatch watch) : INamedDeviceFactory
    {
        public void Initialize(string baseName) => inner.Initialize(baseName);

        public IDevice Get(FileDescriptor fileInfo) => new Device(inner.Get(fileInfo), watch);

        public void Delete(FileDescriptor fileInfo) => inner.Delete(fileInfo);

        public IEnumerable<FileDescriptor> ListContents(string path) => inner.ListContents(path);
    }

    private sealed class Device(IDevice inner, DeviceWatch watch) : IDevice
    {
        public uint SectorSize => inner.SectorSize;

        public string FileName => inner.FileName;

        public long Capacity => inner.Capacity;

        public long SegmentSize => inner.SegmentSize;

        public int StartSegment => inner.StartSegment;

        public int EndSegment => inner.EndSegment;

        public int ThrottleLimit
        {
            get => inner.ThrottleLimit;
            set => inner.ThrottleLimit = value;
        }

        public void Initialize(long segmentSize, LightEpoch? epoch = null, bool omitSegmentIdFromFileName = false) =>
            inner.Initialize(segmentSize, epoch, omitSegmentIdFromFileName);

        public bool TryComplete() => inner.TryComplete();

        public bool Throttle() => inner.Throttle();

        public void WriteAsync(
            nint sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context) =>
            inner.WriteAsync(sourceAddress, segmentId, destinationAddress, numBytesToWrite, Watched(callback), context);

        public void ReadAsync(
            int segmentId, ulong sourceAddress, nint destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context) =>
            inner.ReadAsync(segmentId, sourceAddress, destinationAddress, readLength, callback, context);

        public void WriteAsync(
            nint alignedSourceAddress, ulong alignedDestinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context) =>
            inner.WriteAsync(alignedSourceAddress, alignedDestinationAddress, numBytesToWrite, Watched(callback), context);

        public void ReadAsync(
            ulong alignedSourceAddress, nint alignedDestinationAddress, uint alignedReadLength, DeviceIOCompletionCallback callback, object context) =>
            inner.ReadAsync(alignedSourceAddress, alignedDestinationAddress, alignedReadLength, callback, context);

        public void TruncateUntilAddressAsync(long toAddress, AsyncCallback callback, IAsyncResult result) =>
            inner.TruncateUntilAddressAsync(toAddress, callback, result);

        public void TruncateUntilAddress(long toAddress) => inner.TruncateUntilAddress(toAddress);

        public void TruncateUntilSegmentAsync(int toSegment, AsyncCallback callback, IAsyncResult result) =>
            inner.TruncateUntilSegmentAsync(toSegment, callback, result);

        public void TruncateUntilSegment(int toSegment) => inner.TruncateUntilSegment(toSegment);

        public void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result) =>
            inner.RemoveSegmentAsync(segment, callback, result);

        public void RemoveSegment(int segment) => inner.RemoveSegment(segment);

        public long GetFileSize(int segment) => inner.GetFileSize(segment);

        public void Reset() => inner.Reset();

        public void Dispose() => inner.Dispose();

        private DeviceIOCompletionCallback Watched(DeviceIOCompletionCallback callback) => (error, bytes, context) =>
        {
            if (error != 0)
                watch.Report(new IOException($"{FileName}: a write failed with error {error}"));
            callback(0, bytes, context);
        };
    }
}
