namespace Appliance.Index;

/// <summary>
/// Writing or syncing failed. The data of the failed call may or may not be on disk; nothing further is written until the directory is
/// opened again, because after a failed sync the kernel may report success for pages that it has dropped.
/// </summary>
public sealed class IndexWriteException(string directory, Exception cause)
    : Exception($"{directory}: writing failed and has stopped: {cause.Message}; {Advice.RepairDisk}", cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}
