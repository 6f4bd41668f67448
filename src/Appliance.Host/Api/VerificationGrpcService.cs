using Appliance.Client.V1;
using Appliance.Host.Configuration;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Grpc.Core;
using Reports = Appliance.Verification.Reports;

namespace Appliance.Host.Api;

/// <summary>The gRPC interface; see <c>verification.proto</c> in Appliance.Client.</summary>
internal sealed partial class VerificationGrpcService(ServiceParts parts, DocumentService documents, ILogger<VerificationGrpcService> logger)
    : Client.V1.Verification.VerificationBase
{
    private const string Api = "grpc";

    public override async Task VerifyDocument(
        IAsyncStreamReader<VerifyDocumentRequest> requestStream, IServerStreamWriter<VerifyDocumentResponse> responseStream, ServerCallContext context)
    {
        try
        {
            DocumentOptions options = await ReadOptionsAsync(requestStream, context.CancellationToken).ConfigureAwait(false);
            await using var document = new ChunkStream(requestStream, parts.Configuration.Integer(SettingCatalogue.ServiceMaxRequestBytes));
            var request = new DocumentRequest(CallerIdentity.Of(context.GetHttpContext()), options.Name, options.Index, options.Receipt);
            var sink = new ResponseSink(responseStream, !options.SummaryOnly);
            DocumentAnswer answer = await documents.VerifyAsync(document, request, sink, context.CancellationToken).ConfigureAwait(false);
            await responseStream.WriteAsync(
                new VerifyDocumentResponse { Document = ReportMessages.ToMessage(answer) }, context.CancellationToken).ConfigureAwait(false);
            parts.Metrics.CountRequest(Api, nameof(StatusCode.OK));
        }
        catch (Exception exception)
        {
            Problem problem = Problem.From(exception);
            if (problem.Code is StatusCode.Internal or StatusCode.Unavailable)
                Log.Failed(logger, exception);
            parts.Metrics.CountRequest(Api, problem.Code.ToString());
            throw new RpcException(new Status(problem.Code, problem.Detail), Trailers(problem));
        }
    }

    private static async Task<DocumentOptions> ReadOptionsAsync(IAsyncStreamReader<VerifyDocumentRequest> requests, CancellationToken cancellation) =>
        await requests.MoveNext(cancellation).ConfigureAwait(false) && requests.Current.PartCase == VerifyDocumentRequest.PartOneofCase.Options
            ? requests.Current.Options
            : throw new BadHttpRequestException("the first message carries options");

    private static Metadata Trailers(Problem problem)
    {
        var trailers = new Metadata { { "appliance-verdict", problem.Verdict.ToString() } };
        if (problem.Code == StatusCode.ResourceExhausted)
            trailers.Add("retry-after-seconds", $"{OverloadedException.RetryAfter.TotalSeconds}");
        return trailers;
    }

    private sealed class ResponseSink(IServerStreamWriter<VerifyDocumentResponse> responses, bool blocks) : IBlockSink
    {
        public async ValueTask BeginAsync(Verification.Documents.LedgerReport ledger, CancellationToken cancellation)
        {
            var message = new Client.V1.LedgerReport { Format = ledger.Format, Chain = ledger.Chain.Name, Anchor = ReportMessages.ToMessage(ledger.Anchor) };
            await responses.WriteAsync(new VerifyDocumentResponse { Ledger = message }, cancellation).ConfigureAwait(false);
        }

        public async ValueTask BlockAsync(Reports.BlockReport report, IndexedBlock? block, CancellationToken cancellation)
        {
            if (blocks)
                await responses.WriteAsync(new VerifyDocumentResponse { Block = ReportMessages.ToMessage(report) }, cancellation).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Error, "A call failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
