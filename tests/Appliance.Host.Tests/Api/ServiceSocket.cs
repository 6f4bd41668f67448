using System.Net.Sockets;

namespace Appliance.Host.Tests.Api;

/// <summary>HTTP over a Unix socket.</summary>
internal static class ServiceSocket
{
    public static HttpClient Connect(string path) => new(Handler(path)) { BaseAddress = new Uri("http://appliance") };

    public static SocketsHttpHandler Handler(string path) => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
