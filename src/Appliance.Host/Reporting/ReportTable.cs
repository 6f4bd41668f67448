using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;
using Spectre.Console;

namespace Appliance.Host.Reporting;

/// <summary>
/// Renders the report on one document for people: a line of verdict, the facts, and what is wrong. Keeps a bounded number of rows,
/// so memory does not grow with the ledger.
/// </summary>
internal sealed class ReportTable(IAnsiConsole console, string file) : IBlockSink
{
    /// <summary>Rows of blocks, and lines of findings, that are shown; JSON has them all.</summary>
    internal const int MaxRows = 24;

    private const int HashDigits = 16;
    private const int NameWidth = 12;

    private readonly List<BlockReport> _blocks = [];
    private readonly List<string> _findings = [];
    private long _hiddenBlocks;
    private long _hiddenFindings;

    /// <inheritdoc/>
    public ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation)
    {
        if (_blocks.Count < MaxRows)
            _blocks.Add(report with { Checks = [], Transactions = [.. report.Transactions.Select(transaction => transaction with { Checks = [] })] });
        else
            _hiddenBlocks++;
        if (!report.Verdict.IsGenuine())
            AddFinding($"block {report.Number}: {report.Verdict}: {string.Join("; ", report.Reasons)}");
        foreach (TransactionReport transaction in report.Transactions)
        {
            if (!transaction.Verdict.IsGenuine())
                AddFinding($"block {report.Number}, transaction {transaction.Index}: {transaction.Verdict}: {Describe(transaction)}");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes everything.</summary>
    /// <param name="report">The report.</param>
    /// <param name="extras">Further facts: name and value.</param>
    public void End(DocumentReport report, IEnumerable<(string Name, string Value)> extras)
    {
        console.Write(new Text(file, new Style(decoration: Decoration.Bold)));
        console.Write(new Text(": "));
        console.Write(new Text(ReportNames.Of(report.Verdict.Outcome()).ToUpperInvariant(), StyleOf(report.Verdict)));
        if (report.Verdict is not (Verdict.Genuine or Verdict.Valid))
            console.Write(new Text($" ({report.Verdict})"));
        console.WriteLine();

        foreach ((string name, string value) in Facts(report).Concat(extras))
            WriteLine($"{name,-NameWidth} {value}");
        WriteBlocks();
        WriteChecks(report.Checks);
        IEnumerable<string> findings = _findings.Count > 0 || _blocks.Count > 0 ? _findings : report.Reasons;
        foreach (string finding in findings)
            WriteLine(finding);
        if (_hiddenFindings > 0)
            WriteLine($"… and {_hiddenFindings} further findings; --output json lists them all");
        if (report.DecodeError is not null && _blocks.Count > 0)
            WriteLine(report.DecodeError);
        console.WriteLine();
    }

    private static IEnumerable<(string Name, string Value)> Facts(DocumentReport report)
    {
        yield return ("format", report.Format);
        yield return ("anchor", report.Anchor.Kind == AnchorKind.None
            ? "none"
            : $"{ReportNames.Of(report.Anchor.Kind)}: {report.Anchor.Description}");
        if (report is { Chain: { } chain, FirstBlock: { } first, LastBlock: { } last })
            yield return ("chain", $"{chain}, blocks {first} to {last}");
        if (report.Chain is not null)
            yield return ("transactions", $"{report.Transactions}, of which {report.GenuineTransactions} genuine");
        foreach (DocumentFact fact in report.Facts)
            yield return (fact.Name, fact.Signed ? fact.Value : $"{fact.Value} (not signed)");
        yield return ("checks made", report.ChecksMade.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("sha256", Convert.ToHexStringLower(report.Sha256.Span));
    }

    private static string Describe(TransactionReport transaction) => string.Join("; ", transaction.Checks
        .Where(check => check.Mandatory && !check.Verdict.IsGenuine())
        .Select(check => check.Reason is null ? $"{check.Kind} {check.Verdict}" : $"{check.Kind} {check.Verdict} ({check.Reason})"));

    private static Style StyleOf(Verdict verdict) => new(verdict.Outcome() switch
    {
        Outcome.Genuine => Color.Green,
        Outcome.NotGenuine => Color.Red,
        _ => Color.Yellow,
    });

    private void WriteBlocks()
    {
        if (_blocks.Count == 0)
            return;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("block", "header hash", "transactions", "genuine", "verdict");
        foreach (BlockReport block in _blocks)
        {
            table.AddRow(
                new Text($"{block.Number}"),
                new Text(Convert.ToHexStringLower(block.HeaderHash.Span)[..HashDigits] + "…"),
                new Text($"{block.Transactions.Count}"),
                new Text($"{block.Transactions.Count(transaction => transaction.Verdict.IsGenuine())}"),
                new Text(block.Verdict.ToString(), StyleOf(block.Verdict)));
        }

        console.Write(table);
        if (_hiddenBlocks > 0)
            WriteLine($"… and {_hiddenBlocks} further blocks; --output json lists them all");
    }

    private void WriteChecks(IReadOnlyList<CheckReport> checks)
    {
        if (checks.Count == 0)
            return;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("check", "verdict", "scheme", "signer");
        foreach (CheckReport check in checks.Take(MaxRows))
        {
            table.AddRow(
                new Text(check.Mandatory ? check.Kind.ToString() : $"{check.Kind} (not mandatory)"),
                new Text(check.Verdict.ToString(), StyleOf(check.Verdict)),
                new Text(check.Scheme ?? string.Empty),
                new Text(Printable(check.Signer ?? string.Empty)));
        }

        console.Write(table);
        if (checks.Count > MaxRows)
            WriteLine($"… and {checks.Count - MaxRows} further checks; --output json lists them all");
    }

    // Past the renderer, which would break long lines.
    private void WriteLine(string line) => console.Profile.Out.Writer.WriteLine($"  {Printable(line)}");

    // Names and facts are the document's words: none of them may speak to the terminal.
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(each => char.IsControl(each) ? '\uFFFD' : each)) : text;

    private void AddFinding(string finding)
    {
        if (_findings.Count < MaxRows)
            _findings.Add(finding);
        else
            _hiddenFindings++;
    }
}
