using System.Runtime.InteropServices;

namespace Appliance.Host.Tests.Restrictions;

/// <summary>
/// A seccomp filter of the calling thread and every process that it starts: one system call of the memory manager fails where its length has one value.
/// Linux on x86-64 only.
/// </summary>
/// <remarks>
/// A general ban (PR_SET_MDWE, systemd's MemoryDenyWriteExecute) would stop .NET itself, whose compiler makes memory executable too; the length tells
/// its calls, which are whole pages, from those for an image of machine code.
/// </remarks>
internal static class SystemCallFilter
{
    /// <summary>Numbers of the calls.</summary>
    public const int MemoryMap = 9;
    public const int MemoryProtect = 10;

    /// <summary>EACCES, what the kernel answers to memory that policy forbids.</summary>
    public const int PermissionDenied = 13;

    // linux/prctl.h, linux/seccomp.h, linux/audit.h, linux/bpf_common.h.
    private const int SetNoNewPrivileges = 38;
    private const int SetSeccomp = 22;
    private const int FilterMode = 2;
    private const uint Allow = 0x7fff0000;
    private const uint Fail = 0x00050000;
    private const uint ArchitectureX64 = 0xc000003e;
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;

    // struct seccomp_data: nr, arch, instruction pointer, six arguments of 64 bits; the length is the second one of both calls.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint LengthLow = 24;

    /// <summary>Whether this platform is one that the filter is written for.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;

    /// <summary>Makes the call fail from now on, on this thread. It cannot be undone: end the thread.</summary>
    /// <returns>Why the kernel refuses filters, or null.</returns>
    public static string? Forbid(int call, int length)
    {
        (ushort Code, byte True, byte False, uint Value)[] program =
        [
            (LoadWord, 0, 0, Architecture),
            (JumpIfEqual, 0, 5, ArchitectureX64),
            (LoadWord, 0, 0, Number),
            (JumpIfEqual, 0, 3, (uint)call),
            (LoadWord, 0, 0, LengthLow),
            (JumpIfEqual, 0, 1, (uint)length),
            (Return, 0, 0, Fail | PermissionDenied),
            (Return, 0, 0, Allow),
        ];
        const int InstructionSize = 8;
        nint instructions = Marshal.AllocHGlobal(program.Length * InstructionSize);
        nint header = Marshal.AllocHGlobal(2 * nint.Size);
        try
        {
            for (int i = 0; i < program.Length; i++)
            {
                (ushort code, byte whenTrue, byte whenFalse, uint value) = program[i];
                Marshal.WriteInt16(instructions, i * InstructionSize, unchecked((short)code));
                Marshal.WriteByte(instructions, i * InstructionSize + 2, whenTrue);
                Marshal.WriteByte(instructions, i * InstructionSize + 3, whenFalse);
                Marshal.WriteInt32(instructions, i * InstructionSize + 4, unchecked((int)value));
            }

            Marshal.WriteInt64(header, 0, program.Length);
            Marshal.WriteIntPtr(header, nint.Size, instructions);
            if (prctl(SetNoNewPrivileges, 1, 0, 0, 0) != 0)
                return $"the kernel refuses to give up privileges: error {Marshal.GetLastPInvokeError()}";
            return prctl(SetSeccomp, FilterMode, header, 0, 0) == 0 ? null : $"the kernel refuses filters of system calls: error {Marshal.GetLastPInvokeError()}";
        }
        finally
        {
            Marshal.FreeHGlobal(header);
            Marshal.FreeHGlobal(instructions);
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int prctl(int option, nint second, nint third, nint fourth, nint fifth);
}
