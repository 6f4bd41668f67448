using System.Runtime.InteropServices;

namespace Appliance.Index.Files;

/// <summary>
/// fsync of a directory: a new file survives a power cut only once the directory that names it is synced, and .NET has no call for it.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY on Linux x64
    private const int ReadOnlyDirectoryArm = 0x4000; // the same on Linux arm64

    /// <summary>Syncs a directory.</summary>
    /// <exception cref="IOException">It cannot be opened or synced.</exception>
    public static void Flush(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int flags = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ReadOnlyDirectoryArm : ReadOnlyDirectory;
        int descriptor = Open(path, flags);
        if (descriptor < 0)
            throw new IOException($"{path}: cannot open the directory to sync it: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"{path}: cannot sync the directory: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
