namespace Appliance.Host.Api;

/// <summary>Where faults of the engine go: to the log once there is one, to stderr before.</summary>
internal sealed partial class FaultLog
{
    private volatile ILogger? _logger;

    /// <summary>Sends further faults to the log.</summary>
    public void Attach(ILogger logger) => _logger = logger;

    /// <summary>Tells of one fault.</summary>
    public void Write(string fault)
    {
        if (_logger is { } logger)
            Log.Fault(logger, fault);
        else
            Console.Error.WriteLine($"appliance: {fault}");
    }

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Error, "Engine: {Fault}")]
        public static partial void Fault(ILogger logger, string fault);
    }
}
