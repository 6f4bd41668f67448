namespace Appliance.Index;

/// <summary>Another process holds the directory open.</summary>
public sealed class IndexBusyException(string directory, int? processId, Exception? cause = null) : Exception(
    $"{directory}: in use by {(processId is { } id ? $"process {id}" : "another process")}; stop it, or ask the running service instead", cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;

    /// <summary>The process that holds it, where it could be read.</summary>
    public int? ProcessId { get; } = processId;
}
