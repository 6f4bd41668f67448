namespace Appliance.Index;

/// <summary>
/// The files contradict themselves or each other. The log is left exactly as it was found, so that it can be copied and examined.
/// </summary>
public sealed class IndexDamagedException(string directory, long address, string what, string advice, Exception? cause = null)
    : Exception($"{directory}: damaged at log address {address}: {what}; {advice}", cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;

    /// <summary>Log address in bytes where the contradiction lies; 0 where none can be named.</summary>
    public long Address { get; } = address;

    /// <summary>What was found.</summary>
    public string What { get; } = what;

    /// <summary>What to do next.</summary>
    public string Advice { get; } = advice;
}
