using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Appliance.Host.Api;

/// <summary>Who is at the other end of a connection, as far as the kernel knows: what bounds per caller are counted under.</summary>
internal static class CallerIdentity
{
    // <sys/socket.h>; struct ucred is { pid, uid, gid }, 32 bits each.
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UcredSize = 12;
    private const int UidOffset = 4;

    /// <summary><c>uid 993</c> on a Unix socket, the address on TCP.</summary>
    public static string Of(HttpContext context)
    {
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is { AddressFamily: AddressFamily.Unix })
        {
            Span<byte> credentials = stackalloc byte[UcredSize];
            int length = socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
            if (length == UcredSize)
            {
                uint uid = BitConverter.IsLittleEndian
                    ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[UidOffset..])
                    : BinaryPrimitives.ReadUInt32BigEndian(credentials[UidOffset..]);
                return $"uid {uid}";
            }
        }

        return context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
    }
}
