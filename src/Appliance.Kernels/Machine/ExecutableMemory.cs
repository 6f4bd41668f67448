using System.Runtime.InteropServices;

namespace Appliance.Kernels;

/// <summary>Machine code in memory of its own: written first, then made executable, never both at once. Kept until the process ends.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int ProtectRead = 1;
    private const int ProtectWrite = 2;
    private const int ProtectExecute = 4;
    private const int MapPrivateAnonymous = 0x22;

    /// <summary>Whether this build knows how to ask the operating system.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Maps a copy of the code and returns its address.</summary>
    /// <exception cref="PlatformNotSupportedException">The system refuses executable memory.</exception>
    public static byte* Map(ReadOnlySpan<byte> code)
    {
        if (!IsSupported) throw new PlatformNotSupportedException("Executable memory is mapped on Linux x64 only.");

        void* memory = MapPages(null, (nuint)code.Length, ProtectRead | ProtectWrite, MapPrivateAnonymous, -1, 0);
        if (memory == (void*)-1) throw Refused("mmap");

        code.CopyTo(new Span<byte>(memory, code.Length));
        if (ProtectPages(memory, (nuint)code.Length, ProtectRead | ProtectExecute) != 0)
        {
            PlatformNotSupportedException refusal = Refused("mprotect");
            _ = UnmapPages(memory, (nuint)code.Length);
            throw refusal;
        }

        return (byte*)memory;
    }

    private static PlatformNotSupportedException Refused(string call) =>
        new($"The system refuses executable memory: {call} failed with error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MapPages(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectPages(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapPages(void* address, nuint length);
}
