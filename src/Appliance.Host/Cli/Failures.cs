using Appliance.Engine;
using Appliance.Host.Configuration;
using Appliance.Hsm;
using Appliance.Index;
using Appliance.Log;
using Appliance.Verification.Chains;
using Appliance.Verification.Trust;

namespace Appliance.Host.Cli;

/// <summary>Which exit code and which words an exception becomes: the one place that knows them all.</summary>
internal static class Failures
{
    /// <summary>Environment variable that adds stack traces to internal errors.</summary>
    public const string DebugVariable = "APPLIANCE_DEBUG";

    public static (ExitCode Code, string Message) Describe(Exception exception) => exception switch
    {
        CommandFailure failure => (failure.Code, failure.Message),
        ConfigurationException => (ExitCode.Configuration, exception.Message),
        TrustAnchorException => (ExitCode.Configuration, exception.Message),
        HsmException or BackendException => (ExitCode.Hardware, exception.Message),
        IndexBusyException => (ExitCode.Configuration, exception.Message),
        ChainConflictException or IndexDamagedException or IndexWriteException or LogDamagedException => (ExitCode.Index, exception.Message),
        LogUnavailableException or LogOverloadedException => (ExitCode.NotVerified, exception.Message),
        OperationCanceledException => (ExitCode.NotVerified, "interrupted before the answer was complete; run the command again"),
        _ => (ExitCode.Internal, Unexpected(exception)),
    };

    private static string Unexpected(Exception exception)
    {
        string detail = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DebugVariable))
            ? $"{exception.GetType().Name}: {exception.Message}; set {DebugVariable}=1 for the stack trace and report it"
            : exception.ToString();
        return $"internal error: {detail}";
    }
}
