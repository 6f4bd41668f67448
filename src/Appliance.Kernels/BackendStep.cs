namespace Appliance.Kernels;

/// <summary>One step of the ladder of backends: a way to compute that this build has, whether or not this machine can run it.</summary>
/// <param name="name">The backend's <see cref="IBackend.Name"/>.</param>
/// <param name="create">Makes the backend; may throw where the machine refuses what the backend needs.</param>
/// <param name="unavailableBecause">What this machine lacks, in words; null where the backend can be made.</param>
public sealed class BackendStep(string name, Func<IBackend> create, string? unavailableBecause = null)
{
    /// <summary>The backend's <see cref="IBackend.Name"/>, known without making it.</summary>
    public string Name { get; } = name;

    /// <summary>What this machine lacks, in words; null where the backend can be made.</summary>
    public string? UnavailableBecause { get; } = unavailableBecause;

    /// <summary>Makes the backend.</summary>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it: see <see cref="UnavailableBecause"/>.</exception>
    public IBackend Create() => UnavailableBecause is null ? create() : throw new PlatformNotSupportedException($"{Name}: {UnavailableBecause}.");
}
