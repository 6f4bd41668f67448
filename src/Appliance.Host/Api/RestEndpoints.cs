using System.Globalization;
using System.Text.Json;
using Appliance.Host.Indexing;
using Appliance.Host.Reporting;
using Microsoft.AspNetCore.WebUtilities;

namespace Appliance.Host.Api;

/// <summary><c>POST /v1/documents</c>: the body is the document, the answer its report.</summary>
internal sealed partial class RestEndpoints(ServiceParts parts, DocumentService documents, ILogger<RestEndpoints> logger)
{
    private const string Api = "rest";
    private const string DefaultName = "document";

    // Beyond it a report goes to a temporary file until the document is read: the status code must be known before the first byte.
    private const int ReportMemoryBytes = 1 << 20;

    /// <summary>Handles one request.</summary>
    public async Task VerifyAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Problem problem = Problem.From(exception);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
                Log.Failed(logger, exception);
            parts.Metrics.CountRequest(Api, Code(problem.Status));
            await problem.WriteAsync(context.Response).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        var asked = new DocumentRequest(
            CallerIdentity.Of(context),
            request.Query["name"] is [{ Length: > 0 } name, ..] ? name : DefaultName,
            ReadFlag(request, "index"),
            ReadFlag(request, "receipt"));
        await using var buffer = new FileBufferingWriteStream(ReportMemoryBytes);
        await using var json = new Utf8JsonWriter(buffer, ReportJsonWriter.Compact);
        var report = new ReportJsonWriter(json, buffer, asked.Name);
        DocumentAnswer answer = await documents.VerifyAsync(request.Body, asked, report, context.RequestAborted).ConfigureAwait(false);
        report.End(answer.Report, extras => WriteExtras(extras, answer));
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);

        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await buffer.DrainBufferAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        parts.Metrics.CountRequest(Api, Code(StatusCodes.Status200OK));
    }

    private static void WriteExtras(Utf8JsonWriter json, DocumentAnswer answer)
    {
        if (answer.Indexing is { } indexing)
            IndexingReport.Write(json, indexing);
        if (answer.Receipt is { } receipt)
            json.WriteBase64String("receipt", receipt.Encode());
        if (answer.ReceiptError is { } error)
            json.WriteString("receiptError", error);
    }

    private static bool ReadFlag(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => false,
        ["true"] => true,
        ["false"] => false,
        _ => throw new BadHttpRequestException($"{name} is true or false"),
    };

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "A request failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
