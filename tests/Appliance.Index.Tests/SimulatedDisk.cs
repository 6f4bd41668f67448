using Appliance.Index.Files;
using FASTER.core;

namespace Appliance.Index.Tests;

/// <summary>
/// A disk in memory that can lose its power. What is written is seen by reads at once, like a page cache; it survives a cut only once a
/// worker has carried it out, one write after the other. With sync, a write is reported complete after that; without, before. The cut
/// lands while a write is being carried out: of that one, any of its sectors may have arrived. A new file survives only if its directory
/// was synced after it was created, or by chance.
/// </summary>
internal sealed class SimulatedDisk : IFileLayer
{
    public const int SectorBytes = 512;

    // Without sync, so many writes are kept back before the oldest of them is carried out.
    private const int KeptBack = 32;

    private readonly object _gate = new();
    private readonly Dictionary<string, FileImage> _files;
    private readonly Queue<PendingWrite> _queue = new();
    private readonly Random _random;
    private readonly bool _sync;
    private long _writesLeft;
    private long _order;
    private bool _stopped;

    /// <summary>A disk with these contents.</summary>
    /// <param name="image">What survived before; empty for a new disk.</param>
    /// <param name="seed">Decides what a cut leaves.</param>
    /// <param name="sync">Whether completion means durability.</param>
    /// <param name="writes">The cut lands in the write after this many.</param>
    public SimulatedDisk(IReadOnlyDictionary<string, byte[]> image, int seed, bool sync, long writes)
    {
        _files = image.ToDictionary(file => file.Key, file => new FileImage { Visible = [.. file.Value], Durable = [.. file.Value], Named = true });
        (_random, _sync, _writesLeft) = (new Random(seed), sync, writes);
        new Thread(Work) { IsBackground = true, Name = "simulated disk" }.Start();
    }

    /// <summary>Whether the power is gone.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What is on the disk after the cut.</summary>
    public Dictionary<string, byte[]> Survivors()
    {
        lock (_gate)
        {
            return _files.Where(file => file.Value.Durable.Length > 0 && (file.Value.Named || _random.Next(2) == 0))
                .ToDictionary(file => file.Key, file => file.Value.Durable);
        }
    }

    /// <summary>Cuts the power now, if it has not gone yet.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _writesLeft = 0;
            IsCut = true;
            Monitor.PulseAll(_gate);
        }
    }

    public IDevice OpenDevice(string path) => new Device(this, path);

    public INamedDeviceFactory OpenCheckpoints() => new Factory(this);

    public void CreateDirectory(string path)
    {
        // Directories exist where files do.
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            ThrowIfCut();
            if (!_sync)
                return;
            foreach ((string name, FileImage file) in _files)
                file.Named |= Path.GetDirectoryName(name) == path;
        }
    }

    public IReadOnlyList<string> FileNames(string directory)
    {
        lock (_gate)
            return [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path))];
    }

    public long Length(string path)
    {
        lock (_gate)
            return _files.TryGetValue(path, out FileImage? file) ? file.Visible.Length : -1;
    }

    public int Read(string path, long offset, Span<byte> buffer)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(path, out FileImage? file) || offset >= file.Visible.Length)
                return 0;
            int count = (int)Math.Min(buffer.Length, file.Visible.Length - offset);
            file.Visible.AsSpan((int)offset, count).CopyTo(buffer);
            return count;
        }
    }

    public void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        using var done = new ManualResetEventSlim();
        uint error = 0;
        Write(new PendingWrite(path, 0, content.ToArray(), WithName: true, code =>
        {
            error = code;
            done.Set();
        }));
        done.Wait();
        if (error != 0)
            throw new IOException($"{path}: the power is gone");
    }

    public void DeleteTree(string directory)
    {
        lock (_gate)
        {
            ThrowIfCut();
            Remove(path => path.StartsWith(directory + "/", StringComparison.Ordinal));
        }
    }

    public IDisposable Lock(string directory) => new MemoryStream();

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Put(ref byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        if (content.Length < offset + bytes.Length)
            Array.Resize(ref content, (int)offset + bytes.Length);
        bytes.CopyTo(content.AsSpan((int)offset));
    }

    private void ThrowIfCut()
    {
        if (IsCut)
            throw new IOException("the power is gone");
    }

    private void Remove(Func<string, bool> match)
    {
        foreach (string path in _files.Keys.Where(match).ToArray())
            _files.Remove(path);
    }

    private void Write(PendingWrite write)
    {
        bool refused;
        lock (_gate)
        {
            refused = IsCut;
            if (!refused)
            {
                if (!_files.TryGetValue(write.Path, out FileImage? file))
                    file = _files[write.Path] = new FileImage();
                Put(ref file.Visible, write.Offset, write.Content);
                file.Order = ++_order;
                _queue.Enqueue(write);
                Monitor.PulseAll(_gate);
            }
        }
        if (refused || !_sync)
            ThreadPool.QueueUserWorkItem(_ => write.Complete(refused ? 1u : 0u));
    }

    private void Work()
    {
        while (true)
        {
            PendingWrite? write;
            bool lost;
            lock (_gate)
            {
                while (!IsCut && !_stopped && _queue.Count <= (_sync ? 0 : KeptBack))
                    Monitor.Wait(_gate);
                if (!_queue.TryDequeue(out write))
                {
                    if (IsCut || _stopped)
                        return;
                    continue;
                }
                if (!IsCut && _writesLeft-- <= 0)
                {
                    IsCut = true;
                    Persist(write, sector => _random.Next(2) == 0);
                }
                else if (!IsCut)
                {
                    Persist(write, _ => true);
                }
                lost = IsCut;
            }
            if (_sync)
                write.Complete(lost ? 1u : 0u);
        }
    }

    private void Persist(PendingWrite write, Func<int, bool> arrives)
    {
        if (!_files.TryGetValue(write.Path, out FileImage? file))
            return;
        for (int offset = 0; offset < write.Content.Length; offset += SectorBytes)
        {
            if (arrives(offset / SectorBytes))
                Put(ref file.Durable, write.Offset + offset, write.Content.AsSpan(offset, Math.Min(SectorBytes, write.Content.Length - offset)));
        }
        file.Named |= write.WithName;
    }

    private sealed class FileImage
    {
        public byte[] Visible = [];
        public byte[] Durable = [];
        public bool Named;
        public long Order;
    }

    private sealed record PendingWrite(string Path, long Offset, byte[] Content, bool WithName, Action<uint> Complete);

    private sealed class Device(SimulatedDisk disk, string path) : StorageDeviceBase(path, SectorBytes, Devices.CAPACITY_UNSPECIFIED)
    {
        public override void WriteAsync(
            nint sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context)
        {
            byte[] content = new byte[numBytesToWrite];
            System.Runtime.InteropServices.Marshal.Copy(sourceAddress, content, 0, content.Length);
            disk.Write(new PendingWrite(GetSegmentFilename(FileName, segmentId), (long)destinationAddress, content, WithName: false,
                error => callback(error, error == 0 ? numBytesToWrite : 0, context)));
        }

        public override void ReadAsync(
            int segmentId, ulong sourceAddress, nint destinationAddress, uint readLength, DeviceIOCompletionCallback callback, object context) =>
            ThreadPool.QueueUserWorkItem(_ =>
            {
                byte[] content = new byte[readLength];
                int read = disk.Read(GetSegmentFilename(FileName, segmentId), (long)sourceAddress, content);
                System.Runtime.InteropServices.Marshal.Copy(content, 0, destinationAddress, read);
                callback(0, (uint)read, context);
            });

        public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result)
        {
            lock (disk._gate)
                disk._files.Remove(GetSegmentFilename(FileName, segment));
            callback(result);
        }

        public override void Dispose()
        {
            // The disk outlives its devices.
        }
    }

    private sealed class Factory(SimulatedDisk disk) : INamedDeviceFactory
    {
        private string _base = "";

        public void Initialize(string baseName) => _base = baseName;

        public IDevice Get(FileDescriptor fileInfo) =>
            new Device(disk, Path.Combine(_base, fileInfo.directoryName, fileInfo.fileName));

        public void Delete(FileDescriptor fileInfo)
        {
            string path = Path.Combine(_base, fileInfo.directoryName);
            lock (disk._gate)
            {
                if (!disk.IsCut)
                    disk.Remove(name => fileInfo.fileName is null ? name.StartsWith(path + "/", StringComparison.Ordinal) : name == Path.Combine(path, fileInfo.fileName + ".0"));
            }
        }

        public IEnumerable<FileDescriptor> ListContents(string path)
        {
            string prefix = Path.Combine(_base, path) + "/";
            lock (disk._gate)
            {
                return [.. disk._files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
                    .OrderByDescending(file => file.Value.Order)
                    .Select(file => file.Key[prefix.Length..].Split('/')[0]).Distinct()
                    .Select(name => new FileDescriptor(name, ""))];
            }
        }
    }
}
