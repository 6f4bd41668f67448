using System.Globalization;
using System.Text.Json;
using Appliance.Client;
using Appliance.Client.V1;
using Appliance.Host.Cli;
using Appliance.Host.Configuration;
using Appliance.Host.Indexing;
using Appliance.Host.Vouching;
using Appliance.Index;
using Appliance.Log;
using Appliance.Log.Receipts;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;
using DocumentReport = Appliance.Verification.Reports.DocumentReport;
using Outcome = Appliance.Verification.Verdicts.Outcome;

namespace Appliance.Host.Demo;

/// <summary>
/// The whole appliance on one ledger: verify, index and vouch in this process, then the same through a running service. Whatever
/// two ways of asking answer differently, or a tampered transaction that passes, is a failure of the demo.
/// </summary>
internal sealed class DemoRun(CommandSession session, DemoSteps steps, string? chainFile)
{
    private readonly List<string> _failures = [];
    private readonly JudgedLedger _judged = new();
    private DemoChain _chain = null!;
    private LogPublicKey _key = null!;
    private DocumentReport _report = null!;

    /// <summary>What was found wrong, in words; empty when all went as it should.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The report on the ledger.</summary>
    public DocumentReport Report => _report;

    /// <summary>The ledger.</summary>
    public DemoChain Chain => _chain;

    private DataDirectory Data => session.Data;

    /// <summary>Runs every step.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await steps.RunAsync("provision configuration, token and key", _ => Task.FromResult(Provision())).ConfigureAwait(false);
        await steps.RunAsync(
            chainFile is null ? "make a channel of several agencies" : "open the ledger",
            progress => MakeChainAsync(progress, cancellation)).ConfigureAwait(false);
        await steps.RunAsync("verify, index, vouch", progress => VerifyAsync(progress, cancellation)).ConfigureAwait(false);
        await steps.RunAsync("check the receipt offline", _ => CheckReceiptAsync("ledger.receipt", cancellation)).ConfigureAwait(false);
        await ServeAsync(cancellation).ConfigureAwait(false);
    }

    private string Provision()
    {
        Initialisation.Result result = Initialisation.Run(Data, session.Configuration);
        _key = result.Key;
        return $"key {result.Key.KeyId}, not extractable";
    }

    private async Task<string> MakeChainAsync(Action<double> progress, CancellationToken cancellation)
    {
        if (chainFile is not null)
        {
            _chain = DemoChain.Real(chainFile);
            return $"{new FileInfo(chainFile).Length / 1024.0:F0} KiB";
        }

        _chain = await DemoChain.MakeAsync(Data.Resolve("sample-channel.blockfile"), progress, cancellation).ConfigureAwait(false);
        Samples.SampleManifest manifest = _chain.Manifest!;
        TrustAnchors anchors = TrustAnchorFile.Load(Data.TrustFile)
            .Add(new GenesisAnchor("fabric", manifest.ChannelId, new Digest(manifest.GenesisHash.Span)));
        TrustAnchorFile.Save(Data.TrustFile, anchors);
        return $"{manifest.Blocks} blocks, {manifest.Transactions} transactions, {manifest.Tampered.Count} of them tampered with; block 0 pinned";
    }

    private async Task<string> VerifyAsync(Action<double> progress, CancellationToken cancellation)
    {
        await using ApplianceVerifier verifier = session.CreateVerifier();
        await using Voucher voucher = await Voucher.OpenAsync(Data, session.Configuration, null, cancellation).ConfigureAwait(false);
        await using ChainIndex index = await session.OpenIndexAsync(cancellation).ConfigureAwait(false);
        var indexing = new IndexingSink(index, _judged, session.Configuration.Int32(SettingCatalogue.IndexBatchBlocks));
        await using (Stream document = DocumentFile.Open(_chain.Path))
        {
            double length = Math.Max(1, document.Length);
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            _report = await verifier.Documents.VerifyAsync(
                document,
                Path.GetFileName(_chain.Path),
                session.LoadAnchors(),
                Companions.None,
                index,
                indexing,
                new ByteProgress(bytes => progress(bytes / length)),
                cancellation).ConfigureAwait(false);
            await indexing.FlushAsync(cancellation).ConfigureAwait(false);
            Rate = _report.ChecksMade / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        _failures.AddRange(_chain.Disagreements(_judged).Select(one => $"command line: {one}"));
        if (_report.Verdict.Outcome() != Outcome.NotVerified)
        {
            Receipt receipt = await voucher.VouchAsync(_report, cancellation).ConfigureAwait(false);
            await File.WriteAllBytesAsync(Data.Resolve("ledger.receipt"), receipt.Encode(), cancellation).ConfigureAwait(false);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_report.Verdict}, {_report.ChecksMade:N0} checks, {Rate:N0} a second; {IndexingReport.Describe(indexing)}");
    }

    /// <summary>Checks a second, indexing included.</summary>
    public double Rate { get; private set; }

    private async Task<string> CheckReceiptAsync(string name, CancellationToken cancellation)
    {
        string path = Data.Resolve(name);
        if (!File.Exists(path))
            return "none: nothing was decided that could be vouched for";
        byte[] receipt = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        using Stream document = DocumentFile.Open(_chain.Path);
        ReceiptCheck check = ReceiptVerifier.Verify(receipt, _key, document);
        if (!check.IsValid)
            _failures.Add($"{name}: {check.Status}: {check.Detail}");

        // The same receipt beside another document must fail.
        using var other = new MemoryStream([0]);
        if (ReceiptVerifier.Verify(receipt, _key, other).Status != ReceiptStatus.DocumentMismatch)
            _failures.Add($"{name}: accepted beside a document that it does not speak of");
        return check.IsValid ? $"holds, {receipt.Length} bytes" : check.Status.ToString();
    }

    private async Task ServeAsync(CancellationToken cancellation)
    {
        ServiceProcess? service = null;
        try
        {
            await steps.RunAsync("start the service", async _ =>
            {
                service = await ServiceProcess.StartAsync(Data, cancellation).ConfigureAwait(false);
                return "ready";
            }).ConfigureAwait(false);
            await steps.RunAsync("the same over REST", _ => PostAsync(service!, cancellation)).ConfigureAwait(false);
            await steps.RunAsync("the same over gRPC", _ => StreamAsync(service!, cancellation)).ConfigureAwait(false);
            await steps.RunAsync("read the metrics", _ => ReadMetricsAsync(service!, cancellation)).ConfigureAwait(false);
            await steps.RunAsync("stop the service", async _ =>
            {
                await service!.StopAsync().ConfigureAwait(false);
                return "drained, code 0";
            }).ConfigureAwait(false);
        }
        finally
        {
            if (service is not null)
                await service.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<string> PostAsync(ServiceProcess service, CancellationToken cancellation)
    {
        await using Stream document = DocumentFile.Open(_chain.Path);
        using JsonDocument answer = await service.PostAsync(document, cancellation).ConfigureAwait(false);
        JsonElement report = answer.RootElement;
        var judged = new JudgedLedger();
        foreach (JsonElement block in report.GetProperty("blocks").EnumerateArray())
        {
            foreach (JsonElement transaction in block.GetProperty("transactions").EnumerateArray())
                judged.Add(block.GetProperty("number").GetInt64(), transaction.GetProperty("index").GetInt32(), transaction.GetProperty("verdict").GetString()!);
        }

        byte[]? receipt = report.TryGetProperty("receipt", out JsonElement bytes) ? bytes.GetBytesFromBase64() : null;
        string index = report.TryGetProperty("index", out JsonElement counts)
            ? $"{counts.GetProperty("alreadyPresent").GetInt64()} blocks indexed before, {counts.GetProperty("appended").GetInt64()} appended"
            : "not indexed";
        return await CompareAsync("REST", report.GetProperty("verdict").GetString()!, judged, receipt, index, cancellation).ConfigureAwait(false);
    }

    private async Task<string> StreamAsync(ServiceProcess service, CancellationToken cancellation)
    {
        var judged = new JudgedLedger();
        using var client = ApplianceClient.ForSocket(service.GrpcSocket);
        await using Stream document = DocumentFile.Open(_chain.Path);
        Client.V1.DocumentReport report = await client.VerifyAsync(
            document,
            new DocumentOptions { Name = "demo", Index = true, Receipt = true },
            block =>
            {
                foreach (TransactionReport transaction in block.Transactions)
                    judged.Add((long)block.Number, (int)transaction.Index, transaction.Verdict);
            },
            cancellation).ConfigureAwait(false);
        string index = report.Index is { } counts ? $"{counts.AlreadyPresent} blocks indexed before, {counts.Appended} appended" : "not indexed";
        byte[]? receipt = report.Receipt.IsEmpty ? null : report.Receipt.ToByteArray();
        return await CompareAsync("gRPC", report.Verdict, judged, receipt, index, cancellation).ConfigureAwait(false);
    }

    private async Task<string> CompareAsync(
        string way, string verdict, JudgedLedger judged, byte[]? receipt, string index, CancellationToken cancellation)
    {
        // The service never judges a ledger by its own roots: unpinned, it must say so and vouch for nothing.
        if (_report.Anchor.Kind != Verification.Reports.AnchorKind.Pinned)
        {
            if (verdict != nameof(Verdict.Unanchored) || receipt is not null)
                _failures.Add($"{way}: the service accepted a ledger that nobody pinned ({verdict})");
            return "Unanchored: the service accepts pinned anchors only";
        }

        if (verdict != _report.Verdict.ToString() || !judged.Transactions.SequenceEqual(_judged.Transactions))
            _failures.Add($"{way}: another answer than on the command line ({verdict}, {judged.Transactions.Count} transactions)");
        if (receipt is null)
        {
            _failures.Add($"{way}: no receipt");
            return verdict;
        }

        string file = $"ledger-{way.ToLowerInvariant()}.receipt";
        await File.WriteAllBytesAsync(Data.Resolve(file), receipt, cancellation).ConfigureAwait(false);
        return $"{verdict}; {index}; receipt {await CheckReceiptAsync(file, cancellation).ConfigureAwait(false)}";
    }

    private async Task<string> ReadMetricsAsync(ServiceProcess service, CancellationToken cancellation)
    {
        string text = await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation).ConfigureAwait(false);
        int families = text.Split('\n').Count(line => line.StartsWith("# TYPE appliance_", StringComparison.Ordinal));
        if (families == 0)
            _failures.Add("metrics: none of the appliance's own");
        return $"{families} families";
    }

    private sealed class ByteProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
