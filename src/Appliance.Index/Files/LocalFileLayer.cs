using System.Collections.Concurrent;
using FASTER.core;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Index.Files;

/// <summary>The local disk. Handles stay open until disposal.</summary>
internal sealed class LocalFileLayer : IFileLayer
{
    private readonly ConcurrentDictionary<string, SafeFileHandle> _readers = new();
    private readonly ConcurrentDictionary<string, SafeFileHandle> _writers = new();

    // Opened with O_SYNC by FASTER's managed device, so that a completed write is a durable one.
    public IDevice OpenDevice(string path) => Devices.CreateLogDevice(path);

    public INamedDeviceFactory OpenCheckpoints() => new LocalStorageNamedDeviceFactory();

    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path) || Path.GetDirectoryName(path) is not { Length: > 0 } parent)
            return;
        CreateDirectory(parent);
        Directory.CreateDirectory(path);
        DirectorySync.Flush(parent);
    }

    public void SyncDirectory(string path) => DirectorySync.Flush(path);

    public IReadOnlyList<string> FileNames(string directory) =>
        Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))] : [];

    public long Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : -1;
    }

    public int Read(string path, long offset, Span<byte> buffer)
    {
        if (!_readers.TryGetValue(path, out SafeFileHandle? handle))
        {
            if (!File.Exists(path))
                return 0;
            SafeFileHandle opened = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            handle = _readers.GetOrAdd(path, opened);
            if (handle != opened)
                opened.Dispose();
        }
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }

    public void WriteDurably(string path, ReadOnlySpan<byte> content)
    {
        if (!_writers.TryGetValue(path, out SafeFileHandle? handle))
        {
            bool created = !File.Exists(path);
            handle = _writers[path] = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (created)
                DirectorySync.Flush(Path.GetDirectoryName(path)!);
        }
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }

    public void DeleteTree(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        string prefix = directory + Path.DirectorySeparatorChar;
        foreach (ConcurrentDictionary<string, SafeFileHandle> handles in new[] { _readers, _writers })
        {
            foreach (string path in handles.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)))
            {
                if (handles.TryRemove(path, out SafeFileHandle? handle))
                    handle.Dispose();
            }
        }
        Directory.Delete(directory, recursive: true);
        DirectorySync.Flush(Path.GetDirectoryName(directory)!);
    }

    public IDisposable Lock(string directory) => DirectoryLock.Take(directory);

    public void Dispose()
    {
        foreach (SafeFileHandle handle in _readers.Values.Concat(_writers.Values))
            handle.Dispose();
    }
}
