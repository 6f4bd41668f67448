using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Appliance.Client;
using Appliance.Client.V1;
using Appliance.Formats.Cose;
using Appliance.Host.Telemetry;
using Appliance.Log;
using Appliance.Log.Receipts;
using Grpc.Core;

namespace Appliance.Host.Tests.Api;

public sealed class ServiceTests
{
    private const int MostAttempts = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rest_and_grpc_answer_alike_index_once_and_vouch()
    {
        await using RunningService service = await RunningService.StartAsync();
        SampleFile.Made sample = await SampleFile.Honest;

        JsonElement rest = await PostAsync(service, sample.Bytes, "?index=true&receipt=true");
        using var client = ApplianceClient.ForSocket(service.GrpcSocket);
        int blocks = 0;
        DocumentReport grpc = await client.VerifyAsync(
            new MemoryStream(sample.Bytes), new DocumentOptions { Name = "x", Index = true, Receipt = true }, _ => blocks++, Cancellation);

        Assert.Equal("Genuine", rest.GetProperty("verdict").GetString());
        Assert.Equal("pinned", rest.GetProperty("anchor").GetString());
        Assert.Equal(sample.Manifest.Blocks, rest.GetProperty("index").GetProperty("appended").GetInt64());
        Assert.Equal("Genuine", grpc.Verdict);
        Assert.Equal(Outcome.Genuine, grpc.Outcome);
        Assert.Equal(sample.Manifest.Blocks, blocks);
        Assert.Equal((ulong)sample.Manifest.Blocks, grpc.Index.AlreadyPresent);
        Assert.Equal(rest.GetProperty("checks").GetUInt64(), grpc.Checks);
        LogPublicKey key = LogPublicKey.Parse(await File.ReadAllBytesAsync(Path.Combine(service.Data, "verdict-log.pem"), Cancellation));
        Assert.True(ReceiptVerifier.Verify(rest.GetProperty("receipt").GetBytesFromBase64(), key, new MemoryStream(sample.Bytes)).IsValid);
        Assert.True(ReceiptVerifier.Verify(grpc.Receipt.Memory, key, new MemoryStream(sample.Bytes)).IsValid);

        (int code, string log) = await service.StopAsync();
        Assert.Equal(0, code);
        Assert.All(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task A_self_declared_ledger_is_not_verified_and_gets_no_receipt()
    {
        await using RunningService service = await RunningService.StartAsync();
        byte[] stranger = (await SampleFile.Stranger).Bytes;

        JsonElement rest = await PostAsync(service, stranger, "?receipt=true&index=true");

        Assert.Equal("Unanchored", rest.GetProperty("verdict").GetString());
        Assert.Equal("not verified", rest.GetProperty("outcome").GetString());
        Assert.False(rest.TryGetProperty("receipt", out _));
        Assert.Equal(0, rest.GetProperty("index").GetProperty("appended").GetInt64());
    }

    [Fact]
    public async Task A_single_document_that_nobody_pinned_is_not_verified_over_both_protocols()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var client = ApplianceClient.ForSocket(service.GrpcSocket);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] headers = [0xA1, 0x01, 0x26];
        byte[] payload = "a statement"u8.ToArray();
        byte[] signature = key.SignData(CoseSign1.SigStructure(headers, payload), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        byte[] message = CoseSign1.Encode(headers, CoseSign1.EmptyHeaders, payload, signature);

        JsonElement rest = await PostAsync(service, message, "?receipt=true");
        DocumentReport grpc = await client.VerifyAsync(new MemoryStream(message), new DocumentOptions { Receipt = true }, null, Cancellation);

        Assert.Equal(("Unanchored", "not verified"), (rest.GetProperty("verdict").GetString(), rest.GetProperty("outcome").GetString()));
        Assert.False(rest.TryGetProperty("receipt", out _));
        Assert.Equal(("Unanchored", Outcome.NotVerified, "cose-sign1"), (grpc.Verdict, grpc.Outcome, grpc.Format));
        Assert.True(grpc.Receipt.IsEmpty);
        Assert.Contains(grpc.DocumentChecks, check => check.Kind == "DocumentSignature" && check.Verdict == "Unanchored");
        Assert.Contains(grpc.Facts, fact => fact is { Name: "algorithm", Value: "ES256", Signed: true });
    }

    [Fact]
    public async Task Tampering_is_an_answer_and_never_an_error()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var client = ApplianceClient.ForSocket(service.GrpcSocket);

        JsonElement random = await PostAsync(service, [1, 2, 3, 4], string.Empty);
        DocumentReport empty = await client.VerifyAsync(new MemoryStream(), new DocumentOptions(), null, Cancellation);

        Assert.Equal("Malformed", random.GetProperty("verdict").GetString());
        Assert.Equal("Malformed", empty.Verdict);
        Assert.Equal(Outcome.NotGenuine, empty.Outcome);
    }

    [Fact]
    public async Task Too_large_is_413_and_wrong_parameters_are_400_as_problems()
    {
        await using RunningService service = await RunningService.StartAsync(("APPLIANCE__SERVICE__MAX_REQUEST_BYTES", "4096"));
        using var client = ApplianceClient.ForSocket(service.GrpcSocket);
        byte[] large = new byte[10_000];

        using HttpResponseMessage tooLarge = await service.Http.PostAsync("/v1/documents", new ByteArrayContent(large), Cancellation);
        using HttpResponseMessage wrong = await service.Http.PostAsync("/v1/documents?index=maybe", new ByteArrayContent([1]), Cancellation);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(
            () => client.VerifyAsync(new MemoryStream(large), new DocumentOptions(), null, Cancellation));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("application/problem+json", tooLarge.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Who_comes_too_many_is_told_to_come_again()
    {
        await using RunningService service = await RunningService.StartAsync(
            ("APPLIANCE__SERVICE__MAX_CONCURRENT_DOCUMENTS", "1"), ("APPLIANCE__SERVICE__MAX_WAITING_DOCUMENTS", "0"));

        // Whichever of the two comes first is admitted, so a try in which the held one came second shows nothing.
        HttpResponseMessage? refused = null;
        for (int attempt = 0; attempt < MostAttempts && refused is null; attempt++)
        {
            var held = new HeldContent();
            Task<HttpResponseMessage> first = service.Http.PostAsync("/v1/documents", held, Cancellation);
            await held.Started;
            HttpResponseMessage second = await service.Http.PostAsync("/v1/documents", new ByteArrayContent([1]), Cancellation);
            held.Release();
            HttpStatusCode admitted = (await first).StatusCode;
            if (second.StatusCode != HttpStatusCode.OK && admitted == HttpStatusCode.OK)
                refused = second;
        }

        Assert.NotNull(refused);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        JsonElement after = await PostAsync(service, [1], string.Empty);
        Assert.Equal("Malformed", after.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Health_metrics_and_readiness_speak()
    {
        await using RunningService service = await RunningService.StartAsync();
        await PostAsync(service, (await SampleFile.Honest).Bytes, string.Empty);

        string ready = await service.Http.GetStringAsync("/readyz?verbose", Cancellation);
        string health = await service.Http.GetStringAsync("/healthz", Cancellation);
        string metrics = await service.Http.GetStringAsync("/metrics", Cancellation);

        Assert.All((string[])["index", "known-answers", "backends", "hsm", "verdict-log"], name => Assert.Contains($"[+]{name}", ready, StringComparison.Ordinal));
        Assert.Equal("ok\n", health);
        string[] exported = [.. metrics.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).Order()];
        Assert.Equal(MetricCatalogue.All.Select(metric => metric.Name).Order(), exported);
        Assert.Contains("appliance_documents_total{format=\"fabric-ledger\",verdict=\"Genuine\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_accepts_the_metrics()
    {
        string promtool = Requirements.Tool("promtool", "prometheus");
        await using RunningService service = await RunningService.StartAsync();
        await PostAsync(service, (await SampleFile.Honest).Bytes, "?receipt=true");
        string metrics = await service.Http.GetStringAsync("/metrics", Cancellation);

        using var process = Process.Start(new ProcessStartInfo(promtool, "check metrics") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(metrics);
        process.StandardInput.Close();
        string complaints = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.True(process.ExitCode == 0, complaints);
    }

    [Fact]
    public async Task A_second_service_on_the_same_data_is_refused()
    {
        await using RunningService service = await RunningService.StartAsync();

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("serve", "--data", service.Data, "--listen", "none", "--listen-grpc", "none");

        Assert.True(result.Code == 3, result.ToString());
        Assert.Contains("in use", result.Error, StringComparison.Ordinal);
        Assert.Equal("ok\n", await service.Http.GetStringAsync("/healthz", Cancellation));
    }

    private static async Task<JsonElement> PostAsync(RunningService service, byte[] document, string query)
    {
        using HttpResponseMessage response = await service.Http.PostAsync("/v1/documents" + query, new ByteArrayContent(document), Cancellation);
        string body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }
}
