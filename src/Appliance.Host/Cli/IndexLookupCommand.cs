using System.CommandLine;
using System.Text;
using System.Text.Json;
using Appliance.Host.Reporting;
using Appliance.Index;
using Appliance.Verification.Chains;

namespace Appliance.Host.Cli;

/// <summary><c>appliance index lookup</c>: finds a transaction or a block.</summary>
internal static class IndexLookupCommand
{
    public static Command Create(CommandConsole console)
    {
        var what = new Argument<string>("ID") { Description = "Transaction id, or header hash of a block (64 hexadecimal digits)" };
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        var command = new Command(
            "lookup",
            """
            Finds a transaction by its id, or a block by its header hash, in all indexed chains.

            Exit code 0 when something was found, 1 when not.

            Example:
              appliance index lookup ed68f6cf8579a3…
            """)
        {
            what,
            output,
            data,
            configuration,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration));
            await using ChainIndex index = await IndexCommand.OpenAsync(session, cancellation).ConfigureAwait(false);
            IReadOnlyList<Hit> hits = Find(index, parsed.GetRequiredValue(what));
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, hits);
            else
                WriteTable(console, hits);
            return (int)(hits.Count > 0 ? ExitCode.Genuine : ExitCode.NotGenuine);
        });
        return command;
    }

    private static List<Hit> Find(ChainIndex index, string id)
    {
        var hits = new List<Hit>();
        foreach (ChainHead head in index.Status().Chains)
        {
            if (index.FindTransaction(head.Chain, Encoding.UTF8.GetBytes(id)) is { } transaction)
                hits.Add(new Hit(head.Chain, transaction.Height, transaction.Index, transaction.Verdict.ToString()));
        }

        if (TryParse(id) is { } hash && index.FindBlock(hash) is { } block)
            hits.Add(new Hit(block.Chain, block.Height, null, null));
        return hits;
    }

    private static Digest? TryParse(string text)
    {
        try
        {
            return Digest.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void WriteTable(CommandConsole console, IReadOnlyList<Hit> hits)
    {
        foreach (Hit hit in hits)
        {
            console.WriteLine(hit.Transaction is { } transaction
                ? $"transaction {transaction} of block {hit.Height} of chain {hit.Chain.Name}: {hit.Verdict} when it was indexed"
                : $"block {hit.Height} of chain {hit.Chain.Name}");
        }

        if (hits.Count == 0)
            console.Say("not indexed");
    }

    private static void WriteJson(CommandConsole console, IReadOnlyList<Hit> hits)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("found");
            foreach (Hit hit in hits)
            {
                json.WriteStartObject();
                json.WriteString("kind", hit.Transaction is null ? "block" : "transaction");
                json.WriteString("format", hit.Chain.Format);
                json.WriteString("chain", hit.Chain.Name);
                json.WriteString("firstHash", hit.Chain.FirstBlock.ToString());
                json.WriteNumber("height", hit.Height);
                if (hit.Transaction is { } transaction)
                {
                    json.WriteNumber("index", transaction);
                    json.WriteString("verdict", hit.Verdict);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private sealed record Hit(ChainKey Chain, long Height, int? Transaction, string? Verdict);
}
