using System.Net.Sockets;
using Appliance.Client.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Appliance.Client;

/// <summary>Talks to the verification service of an appliance. Safe for concurrent use.</summary>
/// <example>
/// <code>
/// using var client = ApplianceClient.ForSocket("/var/lib/appliance/appliance-grpc.sock");
/// DocumentReport report = await client.VerifyAsync(File.OpenRead("blockfile_000000"), new DocumentOptions { Receipt = true });
/// Console.WriteLine($"{report.Outcome}: {report.Verdict}");
/// </code>
/// </example>
public sealed class ApplianceClient : IDisposable
{
    /// <summary>Bytes of the document in one message.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>A block of 100 000 transactions with a dozen checks each fits.</summary>
    private const int MaxReceiveBytes = 512 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly V1.Verification.VerificationClient _client;

    private ApplianceClient(GrpcChannel channel)
    {
        _channel = channel;
        _client = new V1.Verification.VerificationClient(channel);
    }

    /// <summary>Connects over the Unix socket of an appliance on this machine.</summary>
    /// <param name="path">The socket of <c>service.socket_grpc</c>.</param>
    public static ApplianceClient ForSocket(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new ApplianceClient(Open(new Uri("http://localhost"), handler));
    }

    /// <summary>Connects over TCP.</summary>
    /// <param name="address">For example <c>http://127.0.0.1:7081</c>.</param>
    public static ApplianceClient ForAddress(Uri address) => new(Open(address, new SocketsHttpHandler()));

    /// <summary>Sends a document and returns its report.</summary>
    /// <param name="document">Read from its current position to its end.</param>
    /// <param name="options">What to do beyond verifying.</param>
    /// <param name="onBlock">Called for each block of a ledger, in order, while the document is still being sent; null for none.</param>
    /// <param name="cancellation">Abandons the document.</param>
    /// <exception cref="RpcException">The service could not answer; its status says whether trying again helps.</exception>
    public async Task<DocumentReport> VerifyAsync(
        Stream document, DocumentOptions options, Action<BlockReport>? onBlock = null, CancellationToken cancellation = default)
    {
        using AsyncDuplexStreamingCall<VerifyDocumentRequest, VerifyDocumentResponse> call = _client.VerifyDocument(cancellationToken: cancellation);
        Task sending = SendAsync(call.RequestStream, document, options, cancellation);
        DocumentReport? report = null;
        while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            VerifyDocumentResponse response = call.ResponseStream.Current;
            if (response.PartCase == VerifyDocumentResponse.PartOneofCase.Block)
                onBlock?.Invoke(response.Block);
            else if (response.PartCase == VerifyDocumentResponse.PartOneofCase.Document)
                report = response.Document;
        }

        await sending.ConfigureAwait(false);
        return report ?? throw new RpcException(new Status(StatusCode.Internal, "the service ended the answer without a report"));
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private static GrpcChannel Open(Uri address, HttpMessageHandler handler) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = handler,
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MaxReceiveBytes,
    });

    private static async Task SendAsync(
        IClientStreamWriter<VerifyDocumentRequest> requests, Stream document, DocumentOptions options, CancellationToken cancellation)
    {
        try
        {
            await requests.WriteAsync(new VerifyDocumentRequest { Options = options }, cancellation).ConfigureAwait(false);
            byte[] chunk = new byte[ChunkBytes];
            int read;
            while ((read = await document.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0)
            {
                var request = new VerifyDocumentRequest { Chunk = ByteString.CopyFrom(chunk, 0, read) };
                await requests.WriteAsync(request, cancellation).ConfigureAwait(false);
            }

            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // The call has ended already; reading the answer tells why.
        }
        catch (InvalidOperationException)
        {
            // The same, noticed by the writer.
        }
    }
}
