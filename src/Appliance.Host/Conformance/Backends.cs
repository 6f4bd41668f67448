using Appliance.Kernels;

namespace Appliance.Host.Conformance;

/// <summary>Backends of this build.</summary>
internal static class Backends
{
    /// <summary>All of them, the definition first.</summary>
    public static IReadOnlyList<IBackend> All { get; } = [new ScalarBackend()];
}
