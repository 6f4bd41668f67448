using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>
/// The machine code that .NET has no intrinsics for: AVX-512 with the 52-bit multiply-add. It stands in a resource, written by
/// src/Appliance.Kernels.Generator, and is mapped at first use.
/// </summary>
internal static unsafe partial class IfmaCode
{
    private const string ResourceName = "ifma.bin";

    /// <summary>CPUID leaf 7, EBX: AVX-512 IFMA.</summary>
    private const int IfmaBit = 1 << 21;

    /// <summary>CPUID leaf 7, ECX: AVX-512 VBMI2, which has the double-width shifts.</summary>
    private const int Vbmi2Bit = 1 << 6;

    /// <summary>Why there is no image; set before <see cref="Image"/>, whose initialiser comes after it.</summary>
    private static string? _refusal;

    private static readonly byte* Image = Map();

    /// <summary>What this machine lacks for the code to run, in words; null if nothing.</summary>
    public static string? UnavailableBecause
    {
        get
        {
            if (!ExecutableMemory.IsSupported) return "machine code is written for Linux on x86-64";
            if (!(Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported)) return "the processor or its configuration has no AVX-512";

            (_, int ebx, int ecx, _) = X86Base.CpuId(7, 0);
            return (ebx & IfmaBit) == 0 ? "the processor has no AVX-512 IFMA"
                : (ecx & Vbmi2Bit) == 0 ? "the processor has no AVX-512 VBMI2"
                : null;
        }
    }

    /// <summary>The constants that every kernel takes.</summary>
    public static ulong* Constants => (ulong*)(Image + ConstantsOffset);

    /// <summary>The kernel at an offset: output, first, second, constants, count (at least 1).</summary>
    public static delegate* unmanaged<ulong*, ulong*, ulong*, ulong*, nint, void> At(int offset) =>
        (delegate* unmanaged<ulong*, ulong*, ulong*, ulong*, nint, void>)(Image + offset);

    /// <summary>Maps the code now, so that a refusal comes out where it can be reported.</summary>
    /// <exception cref="PlatformNotSupportedException">The system refuses executable memory.</exception>
    public static void Prepare()
    {
        if (_refusal is not null) throw new PlatformNotSupportedException(_refusal);
    }

    private static byte* Map()
    {
        try
        {
            return Load();
        }
        catch (PlatformNotSupportedException refusal)
        {
            _refusal = refusal.Message;
            return null;
        }
    }

    private static byte* Load()
    {
        using Stream stream = typeof(IfmaCode).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new PlatformNotSupportedException($"The assembly carries no {ResourceName}.");
        var image = new byte[ImageSize];
        stream.ReadExactly(image);
        return ExecutableMemory.Map(image);
    }
}
