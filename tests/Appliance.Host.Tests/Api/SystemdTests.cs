using System.Net.Sockets;
using System.Text;

namespace Appliance.Host.Tests.Api;

/// <summary>What the service tells the one who started it.</summary>
public sealed class SystemdTests
{
    [Fact]
    public async Task Readiness_and_the_end_are_notified_and_the_log_stays_JSON()
    {
        using var folder = new TestFolder();
        string path = folder.File("notify");
        using var notify = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notify.Bind(new UnixDomainSocketEndPoint(path));

        await using RunningService service = await RunningService.StartAsync(("NOTIFY_SOCKET", path));
        string first = await ReceiveAsync(notify);
        (int code, string log) = await service.StopAsync();
        string last = await ReceiveAsync(notify);

        Assert.Contains("READY=1", first, StringComparison.Ordinal);
        Assert.Contains("STOPPING=1", last, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.All(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
    }

    private static async Task<string> ReceiveAsync(Socket notify)
    {
        byte[] datagram = new byte[4096];
        int length = await notify.ReceiveAsync(datagram, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return Encoding.UTF8.GetString(datagram, 0, length);
    }
}
