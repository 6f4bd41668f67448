using Appliance.Host.Configuration;
using Appliance.Host.Health;
using Appliance.Host.Telemetry;
using Appliance.Verification.Trust;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Systemd;
using Prometheus;

namespace Appliance.Host.Api;

/// <summary>Puts the web server together. Nothing is read from where the process happens to start: no appsettings, no ASPNETCORE_URLS.</summary>
internal static partial class ServiceHost
{
    /// <summary>The application, not started.</summary>
    public static WebApplication Create(ServiceParts parts, Listeners listeners)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "appliance" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = parts.Configuration.Integer(SettingCatalogue.ServiceMaxRequestBytes);
            listeners.Apply(kestrel);
        });
        builder.Logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(
            options => options.ShutdownTimeout = TimeSpan.FromSeconds(parts.Configuration.Integer(SettingCatalogue.ServiceDrainSeconds)));
        AddSystemd(builder.Services);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton(parts);
        builder.Services.AddSingleton<DocumentService>();
        builder.Services.AddSingleton<RestEndpoints>();
        builder.Services.AddHealthChecks().AddReadiness(parts);
        builder.Services.AddGrpcHealthChecks();

        WebApplication application = builder.Build();
        application.UseRouting();
        Map(application, parts);
        return application;
    }

    /// <summary>Runs until the process is told to stop, then lets documents under way finish.</summary>
    public static async Task RunAsync(ServiceParts parts, Listeners listeners, CancellationToken cancellation)
    {
        _ = new ScrapedMetrics(parts.Metrics, parts);
        await using WebApplication application = Create(parts, listeners);
        ILogger logger = application.Logger;
        parts.Faults.Attach(logger);
        using var reload = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGHUP, signal => Reload(signal, parts.Anchors, logger));
        await application.StartAsync(cancellation).ConfigureAwait(false);
        listeners.Protect();
        foreach (string address in application.Urls)
            Log.Listening(logger, address);
        if (listeners.Addresses.Count > 0)
            Log.Development(logger);
        await application.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
    }

    // Not the library's own AddSystemd: it knows systemd by the name of the parent process, which a sandbox hides, and then replaces
    // the JSON log. Whoever sets NOTIFY_SOCKET wants to be notified.
    private static void AddSystemd(IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")))
            return;
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }

    private static void Map(WebApplication application, ServiceParts parts)
    {
        RestEndpoints rest = application.Services.GetRequiredService<RestEndpoints>();
        application.MapPost("/v1/documents", (RequestDelegate)rest.VerifyAsync);
        application.MapGrpcService<VerificationGrpcService>();
        application.MapGrpcHealthChecksService();
        application.MapGrpcReflectionService();
        application.MapMetrics("/metrics", parts.Metrics.Registry);
        application.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = ReadinessResponse.WriteAsync });
        application.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = ReadinessResponse.WriteAsync });
    }

    private static void Reload(System.Runtime.InteropServices.PosixSignalContext signal, AnchorSource anchors, ILogger logger)
    {
        signal.Cancel = true;
        try
        {
            (int added, int removed) = anchors.Reload();
            Log.Reloaded(logger, added, removed);
        }
        catch (TrustAnchorException exception)
        {
            Log.ReloadFailed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Information, "Listening on {Address}")]
        public static partial void Listening(ILogger logger, string address);

        [LoggerMessage(1302, LogLevel.Warning, "DEVELOPMENT: plain TCP without authentication on a loopback address; empty service.listen and service.listen_grpc to turn it off")]
        public static partial void Development(ILogger logger);

        [LoggerMessage(1303, LogLevel.Information, "Trust anchors reloaded: {Added} added, {Removed} removed")]
        public static partial void Reloaded(ILogger logger, int added, int removed);

        [LoggerMessage(1304, LogLevel.Error, "Trust anchors not reloaded; the last good ones stay in force")]
        public static partial void ReloadFailed(ILogger logger, Exception exception);
    }
}
