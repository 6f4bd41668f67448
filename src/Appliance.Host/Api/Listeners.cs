using System.Net;
using System.Text;
using Appliance.Host.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Appliance.Host.Api;

/// <summary>
/// Where the service listens. Without TLS, HTTP/1.1 and HTTP/2 cannot share a port, so REST and gRPC have one each.
/// </summary>
internal sealed class Listeners
{
    // sockaddr_un holds 108 bytes, the terminating zero among them.
    private const int MaxSocketPathBytes = 107;

    private readonly string? _grpcSocket;

    private Listeners(IReadOnlyList<string> sockets, IReadOnlyList<(IPEndPoint Address, HttpProtocols Protocol)> addresses, string? grpcSocket)
    {
        Sockets = sockets;
        Addresses = addresses;
        _grpcSocket = grpcSocket;
    }

    /// <summary>Unix sockets.</summary>
    public IReadOnlyList<string> Sockets { get; }

    /// <summary>TCP addresses: development only.</summary>
    public IReadOnlyList<(IPEndPoint Address, HttpProtocols Protocol)> Addresses { get; }

    /// <exception cref="ConfigurationException">An address is not one, or not loopback; or there is nothing to listen on.</exception>
    public static Listeners From(DataDirectory data, ApplianceConfiguration configuration)
    {
        string? socket = Resolve(data, configuration.Text(SettingCatalogue.ServiceSocket));
        string? grpcSocket = Resolve(data, configuration.Text(SettingCatalogue.ServiceSocketGrpc));
        var addresses = new List<(IPEndPoint, HttpProtocols)>();
        Add(addresses, configuration, SettingCatalogue.ServiceListen, HttpProtocols.Http1);
        Add(addresses, configuration, SettingCatalogue.ServiceListenGrpc, HttpProtocols.Http2);
        string[] sockets = [.. new[] { socket, grpcSocket }.OfType<string>()];
        return sockets.Length + addresses.Count > 0
            ? new Listeners(sockets, addresses, grpcSocket)
            : throw new ConfigurationException("the service has nothing to listen on; set service.socket");
    }

    /// <summary>Tells Kestrel.</summary>
    public void Apply(KestrelServerOptions kestrel)
    {
        foreach (string socket in Sockets)
        {
            // The data directory is ours alone while the index is open: a socket left there belongs to nobody.
            File.Delete(socket);
            kestrel.ListenUnixSocket(socket, options => options.Protocols = socket == _grpcSocket ? HttpProtocols.Http2 : HttpProtocols.Http1);
        }

        foreach ((IPEndPoint address, HttpProtocols protocol) in Addresses)
            kestrel.Listen(address, options => options.Protocols = protocol);
    }

    /// <summary>Lets only the owner connect, once the sockets are there.</summary>
    public void Protect()
    {
        foreach (string socket in Sockets)
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static string? Resolve(DataDirectory data, string path)
    {
        if (path.Length == 0)
            return null;
        string full = data.Resolve(path);
        return Encoding.UTF8.GetByteCount(full) <= MaxSocketPathBytes
            ? full
            : throw new ConfigurationException($"{full}: too long for a Unix socket, which takes {MaxSocketPathBytes} bytes; set service.socket and service.socket_grpc");
    }

    private static void Add(
        List<(IPEndPoint, HttpProtocols)> addresses, ApplianceConfiguration configuration, Setting setting, HttpProtocols protocol)
    {
        string text = configuration.Text(setting);
        if (text.Length == 0)
            return;
        if (!IPEndPoint.TryParse(text, out IPEndPoint? address) || !text.Contains(':', StringComparison.Ordinal))
            throw new ConfigurationException($"{setting.Key} = \"{text}\" is not ADDRESS:PORT, for example 127.0.0.1:7080");
        if (!IPAddress.IsLoopback(address.Address))
            throw new ConfigurationException($"{setting.Key} = \"{text}\" is not a loopback address; plain TCP is for development on this machine only");
        addresses.Add((address, protocol));
    }
}
