using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Appliance.Host.Cli;
using Appliance.Host.Configuration;

namespace Appliance.Host.Demo;

/// <summary>
/// A service as an operator runs it: another process of this binary, spoken to over its Unix sockets, ended by SIGTERM.
/// </summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly List<string> _log = [];

    private readonly string _sockets;

    private ServiceProcess(Process process, string sockets)
    {
        _process = process;
        _sockets = sockets;
        GrpcSocket = GrpcSocketIn(sockets);
        string socket = RestSocketIn(sockets);
        Http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await unix.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation).ConfigureAwait(false);
                    return new NetworkStream(unix, ownsSocket: true);
                }
                catch
                {
                    unix.Dispose();
                    throw;
                }
            },
        })
        { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>REST, metrics and health.</summary>
    public HttpClient Http { get; }

    /// <summary>Path of the gRPC socket.</summary>
    public string GrpcSocket { get; }

    /// <summary>Starts the service and waits until it is ready.</summary>
    /// <exception cref="CommandFailure">It does not start.</exception>
    public static async Task<ServiceProcess> StartAsync(DataDirectory data, CancellationToken cancellation)
    {
        // Not in the data directory, whose path may be longer than a Unix socket's may be.
        string sockets = Directory.CreateTempSubdirectory("appliance-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        string[] arguments =
        [
            "serve", "--data", data.Path, "--listen", "none", "--listen-grpc", "none", "--socket", RestSocketIn(sockets), "--socket-grpc", GrpcSocketIn(sockets),
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        var service = new ServiceProcess(Process.Start(start)!, sockets);
        service._process.ErrorDataReceived += (_, line) => service.Remember(line.Data);
        service._process.BeginErrorReadLine();
        try
        {
            await service.WaitUntilReadyAsync(cancellation).ConfigureAwait(false);
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Verifies a document over REST, with index and receipt.</summary>
    /// <exception cref="CommandFailure">The service answers with a problem.</exception>
    public async Task<JsonDocument> PostAsync(Stream document, CancellationToken cancellation)
    {
        using var content = new StreamContent(document);
        using HttpResponseMessage response = await Http.PostAsync(
            new Uri("/v1/documents?index=true&receipt=true&name=demo", UriKind.Relative), content, cancellation).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(body)
            : throw new CommandFailure(ExitCode.Internal, "demo", $"the service answered {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    /// <summary>Ends the service as systemd would.</summary>
    /// <exception cref="CommandFailure">It does not end, or not with code 0.</exception>
    public async Task StopAsync()
    {
        _ = Kill(_process.Id, SigTerm);
        using var limit = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailure(ExitCode.Internal, "demo", $"the service did not end within {StopTimeout.TotalSeconds} s of SIGTERM{LastLines()}");
        }

        if (_process.ExitCode != 0)
            throw new CommandFailure(ExitCode.Internal, "demo", $"the service ended with code {_process.ExitCode}{LastLines()}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
        Directory.Delete(_sockets, recursive: true);
    }

    private static string RestSocketIn(string directory) => Path.Combine(directory, "rest");

    private static string GrpcSocketIn(string directory) => Path.Combine(directory, "grpc");

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < StartTimeout)
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                throw new CommandFailure(ExitCode.Internal, "demo", $"the service ended with code {_process.ExitCode}{LastLines()}");
            }

            if (await IsReadyAsync(cancellation).ConfigureAwait(false))
                return;
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }

        throw new CommandFailure(ExitCode.Internal, "demo", $"the service was not ready within {StartTimeout.TotalSeconds} s{LastLines()}");
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private void Remember(string? line)
    {
        const int Kept = 20;
        if (line is null)
            return;
        lock (_log)
        {
            _log.Add(line);
            if (_log.Count > Kept)
                _log.RemoveAt(0);
        }
    }

    private string LastLines()
    {
        lock (_log)
            return _log.Count == 0 ? string.Empty : $"; it said: {string.Join(" | ", _log)}";
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
