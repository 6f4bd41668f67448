namespace Appliance.Log;

/// <summary>
/// The log takes no entries: its storage failed, it was asked to sign what it must not, or it is closed. Verdicts stand; they are
/// not vouched for.
/// </summary>
public sealed class LogUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>More entries are waiting than <see cref="VerdictLogOptions.MaxPending"/>: try again later.</summary>
public sealed class LogOverloadedException(int pending)
    : Exception($"verdict log: {pending} entries are waiting already, try again later");
