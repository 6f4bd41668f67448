using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Appliance.Host.Tests.Api;

/// <summary>An initialised data directory with a pinned sample channel and a real service on its Unix sockets.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder;
    private readonly Process _process;
    private readonly Task<string> _log;

    private RunningService(TestFolder folder, Process process)
    {
        _folder = folder;
        _process = process;
        _log = process.StandardError.ReadToEndAsync();
        Http = ServiceSocket.Connect(Path.Combine(folder.Data, "appliance.sock"));
    }

    public HttpClient Http { get; }

    public string Data => _folder.Data;

    public string GrpcSocket => Path.Combine(_folder.Data, "appliance-grpc.sock");

    public static async Task<RunningService> StartAsync(params (string Name, string Value)[] settings)
    {
        Requirements.SoftHsm();
        var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        Assert.Equal(0, (await ApplianceProcess.RunAsync("init", "--data", folder.Data)).Code);
        Assert.Equal(0, (await ApplianceProcess.RunAsync("trust", "add", sample.Manifest.ChannelId, "--genesis", sample.Genesis, "--data", folder.Data)).Code);
        var environment = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        var service = new RunningService(
            folder, ApplianceProcess.Start(environment, "serve", "--data", folder.Data, "--listen", "none", "--listen-grpc", "none"));
        await service.WaitAsync();
        return service;
    }

    /// <summary>Ends it as systemd would.</summary>
    public async Task<(int Code, string Log)> StopAsync()
    {
        Assert.Equal(0, Kill(_process.Id, SigTerm));
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, await _log);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task WaitAsync()
    {
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(GrpcSocket) || !await IsReadyAsync())
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _log : null);
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, "the service does not get ready");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage response = await Http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
