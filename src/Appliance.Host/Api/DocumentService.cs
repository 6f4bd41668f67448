using System.Diagnostics;
using System.Threading.RateLimiting;
using Appliance.Host.Configuration;
using Appliance.Host.Indexing;
using Appliance.Hsm;
using Appliance.Log;
using Appliance.Log.Receipts;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Api;

/// <summary>What a caller asks for.</summary>
/// <param name="Caller">Who asks; see <see cref="CallerIdentity"/>.</param>
/// <param name="Name">Name of the document, for its report.</param>
/// <param name="Index">Append genuine blocks to the index.</param>
/// <param name="Receipt">Enter the verdict in the log and return a receipt.</param>
internal sealed record DocumentRequest(string Caller, string Name, bool Index, bool Receipt);

/// <summary>The answer.</summary>
/// <param name="Report">The report.</param>
/// <param name="Indexing">What indexing did, or null where it was not asked for or there was no ledger.</param>
/// <param name="Receipt">The receipt, or null.</param>
/// <param name="ReceiptError">Why there is none although one was asked for.</param>
internal sealed record DocumentAnswer(DocumentReport Report, IndexingSink? Indexing, Receipt? Receipt, string? ReceiptError);

/// <summary>
/// What REST and gRPC have in common: admission, time limit, verification, indexing and vouching. Never accepts self-declared
/// anchors.
/// </summary>
internal sealed partial class DocumentService(ServiceParts parts, ILogger<DocumentService> logger)
{
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(parts.Configuration.Integer(SettingCatalogue.ServiceRequestTimeoutSeconds));

    /// <summary>Judges one document.</summary>
    /// <param name="document">Its bytes.</param>
    /// <param name="request">What to do.</param>
    /// <param name="reports">Receives the blocks of a ledger.</param>
    /// <param name="cancellation">The caller went away.</param>
    /// <exception cref="OverloadedException">Too many documents are waiting.</exception>
    /// <exception cref="TimeoutException">The time limit passed.</exception>
    public async Task<DocumentAnswer> VerifyAsync(Stream document, DocumentRequest request, IBlockSink reports, CancellationToken cancellation)
    {
        (RateLimitLease lease, TimeSpan waited) = await parts.Admission.EnterAsync(cancellation).ConfigureAwait(false);
        using RateLimitLease admitted = lease;
        parts.Metrics.ObserveQueueWait(waited);
        long start = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        try
        {
            DocumentAnswer answer = await JudgeAsync(document, request, reports, limit.Token).ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            parts.Metrics.CountDocument(answer.Report, elapsed);
            Log.Judged(
                logger, answer.Report.Format, answer.Report.Verdict, answer.Report.Length, Convert.ToHexStringLower(answer.Report.Sha256.Span), elapsed.TotalSeconds);
            return answer;
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the document took longer than {_timeout.TotalSeconds} s", exception);
        }
    }

    private async Task<DocumentAnswer> JudgeAsync(Stream document, DocumentRequest request, IBlockSink reports, CancellationToken cancellation)
    {
        IndexingSink? indexing = request.Index
            ? new IndexingSink(parts.Index, reports, parts.Configuration.Int32(SettingCatalogue.IndexBatchBlocks))
            : null;
        DocumentReport report = await parts.Verifier.For(request.Caller).VerifyAsync(
            document, request.Name, parts.Anchors.Current, Companions.None, parts.Index, indexing ?? reports, null, cancellation).ConfigureAwait(false);
        if (indexing is not null)
            await indexing.FlushAsync(cancellation).ConfigureAwait(false);
        (Receipt? receipt, string? error) = request.Receipt
            ? await VouchAsync(report, cancellation).ConfigureAwait(false)
            : (null, null);
        return new DocumentAnswer(report, indexing is { SawBlocks: true } ? indexing : null, receipt, error);
    }

    /// <summary>A lost HSM stops vouching, not verification: the verdict is returned without a receipt, and the answer says why.</summary>
    private async Task<(Receipt? Receipt, string? Error)> VouchAsync(DocumentReport report, CancellationToken cancellation)
    {
        if (report.Verdict.Outcome() == Outcome.NotVerified)
        {
            parts.Metrics.CountReceipt("undecided");
            return (null, "nothing was decided that could be vouched for");
        }

        try
        {
            Receipt receipt = await parts.Voucher.VouchAsync(report, cancellation).ConfigureAwait(false);
            parts.Metrics.CountReceipt("issued");
            return (receipt, null);
        }
        catch (Exception exception) when (exception is HsmException or LogUnavailableException or LogOverloadedException)
        {
            parts.Metrics.CountReceipt("failed");
            Log.NotVouched(logger, exception);
            return (null, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "Judged {Format} document: {Verdict}, {Length} bytes, sha256 {Sha256}, {Seconds} s")]
        public static partial void Judged(ILogger logger, string format, Verdict verdict, long length, string sha256, double seconds);

        [LoggerMessage(1002, LogLevel.Error, "No receipt for a verdict")]
        public static partial void NotVouched(ILogger logger, Exception exception);
    }
}
