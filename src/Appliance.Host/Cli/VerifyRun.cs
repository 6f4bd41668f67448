using System.Text.Json;
using Appliance.Host.Configuration;
using Appliance.Host.Indexing;
using Appliance.Host.Reporting;
using Appliance.Host.Vouching;
using Appliance.Index;
using Appliance.Log.Receipts;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Cli;

/// <summary>One run of <c>appliance verify</c> over its files, one after the other.</summary>
internal sealed class VerifyRun : IAsyncDisposable
{
    private readonly CommandSession _session;
    private readonly CommandConsole _console;
    private readonly ApplianceVerifier _verifier;
    private readonly TrustAnchors _anchors;
    private readonly Companions _companions;
    private readonly ChainIndex? _index;
    private readonly Voucher? _voucher;
    private readonly string? _receiptFile;
    private readonly Utf8JsonWriter? _json;

    private VerifyRun(
        CommandSession session, TrustAnchors anchors, Companions companions, ChainIndex? index, Voucher? voucher, string? receiptFile, OutputFormat output)
    {
        _session = session;
        _console = session.Console;
        _verifier = session.CreateVerifier();
        _anchors = anchors;
        _companions = companions;
        _index = index;
        _voucher = voucher;
        _receiptFile = receiptFile;
        _json = output == OutputFormat.Json ? new Utf8JsonWriter(_console.Data, ReportJsonWriter.Indented) : null;
    }

    /// <summary>Opens what the run needs before any document is read, so that a missing PIN costs no time.</summary>
    public static async Task<VerifyRun> OpenAsync(
        CommandSession session,
        TrustAnchors anchors,
        Companions companions,
        bool index,
        string? receiptFile,
        OutputFormat output,
        CancellationToken cancellation)
    {
        Voucher? voucher = receiptFile is null
            ? null
            : await Voucher.OpenAsync(session.Data, session.Configuration, null, cancellation).ConfigureAwait(false);
        try
        {
            ChainIndex? opened = index ? await session.OpenIndexAsync(cancellation).ConfigureAwait(false) : null;
            return new VerifyRun(session, anchors, companions, opened, voucher, receiptFile, output);
        }
        catch when (voucher is not null)
        {
            await voucher.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Verifies every file and returns the worst exit code.</summary>
    public async Task<ExitCode> RunAsync(IReadOnlyList<string> files, CancellationToken cancellation)
    {
        _json?.WriteStartObject();
        _json?.WriteStartArray("documents");
        ExitCode worst = ExitCode.Genuine;
        foreach (string file in files)
            worst = ExitCodes.Worse(worst, await VerifyOneAsync(file, cancellation).ConfigureAwait(false));

        if (_json is not null)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
            await _json.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            _console.Data.WriteByte((byte)'\n');
        }

        return worst;
    }

    public async ValueTask DisposeAsync()
    {
        await _verifier.DisposeAsync().ConfigureAwait(false);
        if (_json is not null)
            await _json.DisposeAsync().ConfigureAwait(false);
        if (_voucher is not null)
            await _voucher.DisposeAsync().ConfigureAwait(false);
        if (_index is not null)
            await _index.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ExitCode> VerifyOneAsync(string file, CancellationToken cancellation)
    {
        ReportJsonWriter? json = _json is null ? null : new ReportJsonWriter(_json, _console.Data, file);
        var table = new ReportTable(_console.Output, file);
        IBlockSink reports = (IBlockSink?)json ?? table;
        IndexingSink? indexing = _index is null
            ? null
            : new IndexingSink(_index, reports, _session.Configuration.Int32(SettingCatalogue.IndexBatchBlocks));
        try
        {
            DocumentReport report = await JudgeAsync(file, indexing ?? reports, cancellation).ConfigureAwait(false);
            if (indexing is not null)
                await indexing.FlushAsync(cancellation).ConfigureAwait(false);
            bool vouched = await VouchAsync(report, cancellation).ConfigureAwait(false);
            if (json is not null)
                json.End(report, extras => WriteExtras(extras, indexing, vouched));
            else
                table.End(report, Extras(indexing, vouched));
            if (_companions.Keys.Count > 0 && report.Chain is not null && report.Anchor.Kind != AnchorKind.SuppliedKey)
                _console.Say($"{file}: --key has no say about documents of a chain: they are judged by anchors");
            if (report.Anchor.Kind == AnchorKind.SelfDeclared)
                WarnSelfDeclared(file, report);
            return ExitCodes.Of(report.Verdict);
        }
        catch (Exception exception)
        {
            (ExitCode code, string message) = Failures.Describe(exception);
            json?.Fail(message);
            _console.Say(message);
            return code;
        }
    }

    private async Task<DocumentReport> JudgeAsync(string file, IBlockSink sink, CancellationToken cancellation)
    {
        await using Stream document = DocumentFile.Open(file);
        using var progress = new FileProgress(_console, file, DocumentFile.LengthOf(document));
        try
        {
            return await _verifier.Documents.VerifyAsync(
                document, file, _anchors, _companions, _index, sink, progress, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new CommandFailure(ExitCode.Usage, file, $"cannot be read: {exception.Message}", "check the disk", exception);
        }
    }

    private async Task<bool> VouchAsync(DocumentReport report, CancellationToken cancellation)
    {
        if (_voucher is null)
            return false;
        if (report.Verdict.Outcome() == Outcome.NotVerified)
        {
            _console.Say($"{report.File}: no receipt: nothing was decided that could be vouched for");
            return false;
        }

        Receipt receipt = await _voucher.VouchAsync(report, cancellation).ConfigureAwait(false);
        try
        {
            await File.WriteAllBytesAsync(_receiptFile!, receipt.Encode(), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, _receiptFile!, $"cannot be written: {exception.Message}", "name another file", exception);
        }

        return true;
    }

    private void WriteExtras(Utf8JsonWriter json, IndexingSink? indexing, bool vouched)
    {
        if (indexing is { SawBlocks: true })
            IndexingReport.Write(json, indexing);
        if (vouched)
            json.WriteString("receipt", _receiptFile);
    }

    private IEnumerable<(string Name, string Value)> Extras(IndexingSink? indexing, bool vouched)
    {
        if (indexing is { SawBlocks: true })
            yield return ("index", IndexingReport.Describe(indexing));
        if (vouched)
            yield return ("receipt", _receiptFile!);
    }

    private void WarnSelfDeclared(string file, DocumentReport report) => _console.Say(
        $"warning: {file}: judged by its own roots only (anchor: self-declared), which a forged ledger would satisfy too; "
        + (report.Format.StartsWith("fisco-", StringComparison.Ordinal)
            ? $"pin the sealers with 'appliance trust add {report.Chain ?? "GROUP"} --sealers FILE', with a list from a source that you trust"
            : $"pin the channel with 'appliance trust add {report.Chain} --genesis HASH', with a hash from a source that you trust"));
}
