namespace Appliance.Host.Cli;

/// <summary>A command cannot go on: what happened, to what, and what to do next. Ends the command with its exit code.</summary>
public sealed class CommandFailure(ExitCode code, string subject, string what, string? next = null, Exception? cause = null)
    : Exception(next is null ? $"{subject}: {what}" : $"{subject}: {what}; {next}", cause)
{
    /// <summary>Exit code of the command.</summary>
    public ExitCode Code { get; } = code;
}
