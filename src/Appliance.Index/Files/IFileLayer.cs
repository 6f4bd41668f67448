using FASTER.core;

namespace Appliance.Index.Files;

/// <summary>
/// The file system as the storage sees it. Everything durable goes through here, so that tests can cut the power between any two
/// writes. Paths are full paths.
/// </summary>
internal interface IFileLayer : IDisposable
{
    /// <summary>
    /// A device over the files <c>path.0</c>, <c>path.1</c>, …; a write is durable before its completion is reported.
    /// </summary>
    IDevice OpenDevice(string path);

    /// <summary>Devices for the checkpoints of a key-value store below a directory.</summary>
    INamedDeviceFactory OpenCheckpoints();

    /// <summary>Creates a directory and those above it.</summary>
    void CreateDirectory(string path);

    /// <summary>Makes the names in a directory durable.</summary>
    void SyncDirectory(string path);

    /// <summary>Names of the files in a directory; empty where it does not exist.</summary>
    IReadOnlyList<string> FileNames(string directory);

    /// <summary>Length of a file in bytes, or -1 where it does not exist.</summary>
    long Length(string path);

    /// <summary>Reads at an offset; returns fewer bytes than asked for only at the end of the file, 0 where it does not exist.</summary>
    int Read(string path, long offset, Span<byte> buffer);

    /// <summary>Writes at the start of a file, creating it, and returns once content and name are durable.</summary>
    void WriteDurably(string path, ReadOnlySpan<byte> content);

    /// <summary>Deletes a directory with everything in it, where it exists.</summary>
    void DeleteTree(string directory);

    /// <summary>Takes the directory for this process alone.</summary>
    /// <exception cref="IndexBusyException">Another holder exists.</exception>
    IDisposable Lock(string directory);
}
