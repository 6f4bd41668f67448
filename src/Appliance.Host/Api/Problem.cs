using System.Globalization;
using System.Text.Json;
using Appliance.Host.Reporting;
using Appliance.Index;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;
using Grpc.Core;

namespace Appliance.Host.Api;

/// <summary>
/// Why a document got no report, for both interfaces: RFC 9457 problem details in REST, a status in gRPC. A verdict of any kind is
/// never a problem.
/// </summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">gRPC status.</param>
/// <param name="Title">Short and constant.</param>
/// <param name="Detail">What happened, and what to do.</param>
/// <param name="Verdict">The verdict that an overload or a fault amounts to: always one of "not verified".</param>
internal sealed record Problem(int Status, StatusCode Code, string Title, string Detail, Verdict Verdict)
{
    private const string MediaType = "application/problem+json";

    /// <summary>The problem that an exception stands for.</summary>
    public static Problem From(Exception exception) => exception switch
    {
        OverloadedException => new(
            StatusCodes.Status429TooManyRequests, StatusCode.ResourceExhausted, "Overloaded", exception.Message, Verdict.Overloaded),
        TimeoutException => new(
            StatusCodes.Status504GatewayTimeout, StatusCode.DeadlineExceeded, "Took too long",
            $"{exception.Message}; service.request_timeout_seconds raises the limit", Verdict.TimedOut),
        DocumentTooLargeException => TooLarge(exception.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge("the document is larger than service.max_request_bytes"),
        BadHttpRequestException bad => new(bad.StatusCode, StatusCode.InvalidArgument, "Bad request", bad.Message, Verdict.NotChecked),
        ChainConflictException => new(
            StatusCodes.Status409Conflict, StatusCode.FailedPrecondition, "Does not continue the indexed chain", exception.Message, Verdict.NotChecked),
        IndexDamagedException or IndexWriteException => new(
            StatusCodes.Status503ServiceUnavailable, StatusCode.Unavailable, "The index cannot be used", exception.Message, Verdict.NotChecked),
        OperationCanceledException => new(
            StatusCodes.Status499ClientClosedRequest, StatusCode.Cancelled, "Cancelled", "the caller went away", Verdict.TimedOut),
        _ => new(
            StatusCodes.Status500InternalServerError, StatusCode.Internal, "Internal error",
            "the appliance failed; its log has the details", Verdict.BackendFault),
    };

    /// <summary>Writes the problem as the response, where none has begun.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        if (response.HasStarted)
            return;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        if (Status == StatusCodes.Status429TooManyRequests)
            response.Headers.RetryAfter = OverloadedException.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await using var json = new Utf8JsonWriter(response.Body);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteString("verdict", Verdict.ToString());
        json.WriteString("outcome", ReportNames.Of(Verdict.Outcome()));
        json.WriteEndObject();
        await json.FlushAsync().ConfigureAwait(false);
    }

    private static Problem TooLarge(string detail) => new(
        StatusCodes.Status413PayloadTooLarge, StatusCode.InvalidArgument, "Document too large", detail, Verdict.NotChecked);
}

/// <summary>A gRPC caller sends more bytes than the service takes.</summary>
internal sealed class DocumentTooLargeException(long limit) : Exception($"the document is larger than service.max_request_bytes ({limit})");
