using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Appliance.Host.Health;

/// <summary>What the processor is called and which of its extensions matter here.</summary>
/// <param name="Model">As the kernel names it; a virtual machine may say little.</param>
/// <param name="ClockMegahertz">As the kernel states it at this moment; null where it does not.</param>
/// <param name="InstructionSets">Extensions that kernels use here, or that OpenSSL uses against them.</param>
internal sealed record Processor(string Model, double? ClockMegahertz, IReadOnlyList<string> InstructionSets)
{
    private const string Description = "/proc/cpuinfo";

    // Leaf 7 of CPUID, register EBX: extensions that .NET has no property for.
    private const int ExtendedFeatures = 7;
    private const int IfmaBit = 21;
    private const int ShaBit = 29;

    public static Processor OfThisMachine()
    {
        string[] lines = File.Exists(Description) ? File.ReadAllLines(Description) : [];
        string model = Field(lines, "model name") ?? Field(lines, "CPU part") ?? "unknown processor";
        double? clock = double.TryParse(Field(lines, "cpu MHz"), NumberStyles.Float, CultureInfo.InvariantCulture, out double megahertz) ? megahertz : null;
        return new Processor(model, clock, [.. Sets()]);
    }

    private static string? Field(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2).ElementAtOrDefault(1)?.Trim();

    private static IEnumerable<string> Sets()
    {
        if (Avx2.IsSupported)
            yield return "AVX2";
        if (Avx512F.IsSupported)
            yield return "AVX-512";
        if (X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= ExtendedFeatures)
        {
            int features = X86Base.CpuId(ExtendedFeatures, 0).Ebx;
            if (Avx512F.IsSupported && (features >> IfmaBit & 1) != 0)
                yield return "IFMA";
            if ((features >> ShaBit & 1) != 0)
                yield return "SHA";
        }

        if (Arm.AdvSimd.IsSupported)
            yield return "AdvSIMD";
        if (Arm.Sha256.IsSupported)
            yield return "SHA-256";
    }
}
