using Appliance.Verification.Verdicts;

namespace Appliance.Host.Cli;

/// <summary>Exit codes of every command: a closed list, explained in docs/reference/exit-codes.md.</summary>
public enum ExitCode
{
    /// <summary>Everything asked about is genuine, or the command did what it was asked to do.</summary>
    Genuine = 0,

    /// <summary>At least one document is not genuine, or is in no format that is recognised.</summary>
    NotGenuine = 1,

    /// <summary>The command line is wrong, or a file that it names cannot be read.</summary>
    Usage = 2,

    /// <summary>The configuration is wrong, or the data directory is not initialised or is in use by another process.</summary>
    Configuration = 3,

    /// <summary>Hardware, HSM or PIN.</summary>
    Hardware = 4,

    /// <summary>At least one document could not be verified: nothing is known against it, and nothing for it.</summary>
    NotVerified = 5,

    /// <summary>The index or the verdict log is damaged, or a ledger forks from it or leaves a gap.</summary>
    Index = 6,

    /// <summary>A fault of the appliance itself.</summary>
    Internal = 70,
}

/// <summary>How exit codes follow from verdicts and combine.</summary>
public static class ExitCodes
{
    // From best to worst: whether the appliance could do its work at all comes before what it found.
    private static readonly ExitCode[] BestToWorst =
    [
        ExitCode.Genuine, ExitCode.NotVerified, ExitCode.NotGenuine, ExitCode.Usage, ExitCode.Configuration, ExitCode.Hardware,
        ExitCode.Index, ExitCode.Internal,
    ];

    /// <summary>The exit code of one verdict.</summary>
    public static ExitCode Of(Verdict verdict) => verdict.Outcome() switch
    {
        Outcome.Genuine => ExitCode.Genuine,
        Outcome.NotGenuine => ExitCode.NotGenuine,
        _ => ExitCode.NotVerified,
    };

    /// <summary>The exit code of two things done by one command.</summary>
    public static ExitCode Worse(ExitCode first, ExitCode second) =>
        Array.IndexOf(BestToWorst, second) > Array.IndexOf(BestToWorst, first) ? second : first;
}
