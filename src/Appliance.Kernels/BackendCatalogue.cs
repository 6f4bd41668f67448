namespace Appliance.Kernels;

/// <summary>
/// Every backend of this assembly: the ladder of the engine, the options of commands and the tests all come from here. A backend of a device
/// is found by asking the device, and is not in this list.
/// </summary>
public static class BackendCatalogue
{
    /// <summary>All steps, the fastest first and the definition last. The same on every machine.</summary>
    public static IReadOnlyList<BackendStep> Steps { get; } =
    [
        new("ifma", static () => new IfmaBackend(), IfmaBackend.UnavailableBecause),
        new("avx512", static () => new Avx512Backend(), Avx512Backend.IsSupported ? null : "the processor has no AVX-512 (F and BW)"),
        new("avx2", static () => new Avx2Backend(), Avx2Backend.IsSupported ? null : "the processor has no AVX2"),
        new("advsimd", static () => new AdvSimdBackend(), AdvSimdBackend.IsSupported ? null : "the processor is not an ARM64 one"),
        new("scalar", static () => new ScalarBackend()),
    ];

    /// <summary>The step of a name, or null.</summary>
    public static BackendStep? Find(string name) => Steps.FirstOrDefault(step => step.Name == name);
}
