using System.Text.Encodings.Web;
using System.Text.Json;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Reporting;

/// <summary>
/// Writes the report on one document as one JSON object, block by block while it is read: memory does not grow with the ledger.
/// Described in docs/reference/report.md.
/// </summary>
/// <param name="json">Positioned where an object may stand; the caller flushes what is left at the end.</param>
/// <param name="output">The stream below <paramref name="json"/>.</param>
/// <param name="file">Name of the document.</param>
internal sealed class ReportJsonWriter(Utf8JsonWriter json, Stream output, string file) : IBlockSink
{
    private const int FlushBytes = 1 << 16;

    /// <summary>For people who look at it. The relaxed encoder leaves apostrophes readable; nothing here is ever put into HTML.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For programs.</summary>
    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _open;
    private bool _inBlocks;

    /// <inheritdoc/>
    public async ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation)
    {
        Open();
        json.WriteStartArray("blocks");
        _inBlocks = true;
        await FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation)
    {
        json.WriteStartObject();
        json.WriteNumber("number", report.Number);
        json.WriteString("headerHash", Convert.ToHexStringLower(report.HeaderHash.Span));
        json.WriteString("verdict", report.Verdict.ToString());
        Write("reasons", report.Reasons);
        Write("checks", report.Checks);
        json.WriteStartArray("transactions");
        foreach (TransactionReport transaction in report.Transactions)
        {
            Write(transaction);
            await FlushAsync(cancellation).ConfigureAwait(false);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes the object with what is known at the end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="extras">Writes further properties, or null.</param>
    public void End(DocumentReport report, Action<Utf8JsonWriter>? extras)
    {
        CloseBlocks();
        json.WriteString("format", report.Format);
        json.WriteString("anchor", ReportNames.Of(report.Anchor.Kind));
        json.WriteString("anchorDescription", report.Anchor.Description);
        if (report.Chain is not null)
        {
            json.WriteString("chain", report.Chain);
            json.WriteNumber("transactions", report.Transactions);
            json.WriteNumber("genuineTransactions", report.GenuineTransactions);
        }

        if (report is { FirstBlock: { } first, LastBlock: { } last })
        {
            json.WriteNumber("firstBlock", first);
            json.WriteNumber("lastBlock", last);
        }

        json.WriteString("verdict", report.Verdict.ToString());
        json.WriteString("outcome", ReportNames.Of(report.Verdict.Outcome()));
        Write("reasons", report.Reasons);
        json.WriteNumber("checks", report.ChecksMade);
        if (report.Checks.Count > 0)
            Write("documentChecks", report.Checks);
        if (report.Facts.Count > 0)
            Write(report.Facts);
        json.WriteString("profile", report.Profile);
        json.WriteString("sha256", Convert.ToHexStringLower(report.Sha256.Span));
        json.WriteNumber("length", report.Length);
        if (report.DecodeError is not null)
            json.WriteString("decodeError", report.DecodeError);
        extras?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>Closes the object where no report could be made.</summary>
    /// <param name="message">Why.</param>
    public void Fail(string message)
    {
        CloseBlocks();
        json.WriteString("verdict", Verdict.NotChecked.ToString());
        json.WriteString("outcome", ReportNames.Of(Outcome.NotVerified));
        json.WriteString("error", message);
        json.WriteEndObject();
    }

    private void Open()
    {
        if (_open)
            return;
        json.WriteStartObject();
        json.WriteString("file", file);
        _open = true;
    }

    private void CloseBlocks()
    {
        Open();
        if (_inBlocks)
            json.WriteEndArray();
        _inBlocks = false;
    }

    private void Write(TransactionReport transaction)
    {
        json.WriteStartObject();
        json.WriteNumber("index", transaction.Index);
        json.WriteString("id", transaction.Id);
        json.WriteString("verdict", transaction.Verdict.ToString());
        Write("checks", transaction.Checks);
        json.WriteEndObject();
    }

    private void Write(IReadOnlyList<DocumentFact> facts)
    {
        json.WriteStartArray("facts");
        foreach (DocumentFact fact in facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
            json.WriteBoolean("signed", fact.Signed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(string name, IReadOnlyList<CheckReport> checks)
    {
        json.WriteStartArray(name);
        foreach (CheckReport check in checks)
        {
            json.WriteStartObject();
            json.WriteString("kind", check.Kind.ToString());
            json.WriteString("verdict", check.Verdict.ToString());
            json.WriteBoolean("mandatory", check.Mandatory);
            if (check.Scheme is not null)
                json.WriteString("scheme", check.Scheme);
            if (check.Signer is not null)
                json.WriteString("signer", check.Signer);
            if (check.Reason is not null)
                json.WriteString("reason", check.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (json.BytesPending < FlushBytes)
            return;
        await json.FlushAsync(cancellation).ConfigureAwait(false);
        await output.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
