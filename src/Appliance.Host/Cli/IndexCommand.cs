using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Appliance.Host.Configuration;
using Appliance.Host.Reporting;
using Appliance.Index;
using Appliance.Verification.Chains;
using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary><c>appliance index</c>: what is indexed, and whether it is sound.</summary>
internal static class IndexCommand
{
    public static Command Create(CommandConsole console) => new("index", "Shows, checks and searches the index of verified chains.")
    {
        CreateStatus(console),
        CreateCheck(console),
        IndexLookupCommand.Create(console),
    };

    /// <summary>Opens the index of a data directory that has one.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static Task<ChainIndex> OpenAsync(CommandSession session, CancellationToken cancellation)
    {
        string directory = session.Data.Resolve(session.Configuration.Text(SettingCatalogue.IndexDirectory));
        if (!ChainIndex.Exists(directory))
        {
            throw new CommandFailure(
                ExitCode.Configuration, directory, "holds no index", "'appliance verify FILE --index' creates one; --data names another data directory");
        }

        return session.OpenIndexAsync(cancellation);
    }

    private static Command CreateStatus(CommandConsole console)
    {
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        var command = new Command("status", "Shows the indexed chains and the sizes of the index.") { output, data, configuration };
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration));
            await using ChainIndex index = await OpenAsync(session, cancellation).ConfigureAwait(false);
            IndexStatus status = index.Status();
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, status);
            else
                WriteTable(console, status);
        });
        return command;
    }

    private static Command CreateCheck(CommandConsole console)
    {
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        var command = new Command("check", "Reads the whole index and checks every entry and every chain of hashes. Changes nothing. Exit code 6 on a finding.")
        {
            output,
            data,
            configuration,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration));
            await using ChainIndex index = await OpenAsync(session, cancellation).ConfigureAwait(false);
            IndexCheck check = await index.CheckAsync(null, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, check);
            else
                WriteTable(console, check);
            return (int)(check.Sound ? ExitCode.Genuine : ExitCode.Index);
        });
        return command;
    }

    private static void WriteTable(CommandConsole console, IndexStatus status)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("chain", "format", "first", "last", "last header hash", "first header hash");
        foreach (ChainHead head in status.Chains)
        {
            table.AddRow(
                new Text(head.Chain.Name),
                new Text(head.Chain.Format),
                new Text(head.FirstHeight.ToString(CultureInfo.InvariantCulture)),
                new Text(head.Height.ToString(CultureInfo.InvariantCulture)),
                new Text(head.Hash.ToString()),
                new Text(head.Chain.FirstBlock.ToString()));
        }

        console.Output.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Blocks} blocks, {status.Transactions} transactions, block log {status.LogBytes} bytes, key-value index {status.KeyValueBytes} bytes, opened: {status.Opening}"));
    }

    private static void WriteJson(CommandConsole console, IndexStatus status)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteString("directory", status.Directory);
            json.WriteStartArray("chains");
            foreach (ChainHead head in status.Chains)
            {
                json.WriteStartObject();
                json.WriteString("format", head.Chain.Format);
                json.WriteString("name", head.Chain.Name);
                json.WriteString("firstHash", head.Chain.FirstBlock.ToString());
                json.WriteNumber("firstHeight", head.FirstHeight);
                json.WriteNumber("height", head.Height);
                json.WriteString("hash", head.Hash.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("blocks", status.Blocks);
            json.WriteNumber("transactions", status.Transactions);
            json.WriteNumber("logBytes", status.LogBytes);
            json.WriteNumber("keyValueBytes", status.KeyValueBytes);
            if (status.LastCheckpoint is { } checkpoint)
                json.WriteString("lastCheckpoint", checkpoint);
            json.WriteString("opening", status.Opening.ToString());
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private static void WriteTable(CommandConsole console, IndexCheck check)
    {
        foreach (IndexFinding finding in check.Findings)
            console.WriteLine($"at address {finding.Address}: {finding.What}; {finding.Advice}");
        console.WriteLine(
            $"{(check.Sound ? "sound" : "DAMAGED")}: {check.Entries} entries, {check.Blocks} blocks, {check.Transactions} transactions, {check.Bytes} bytes, "
            + $"{check.FindingCount} findings");
    }

    private static void WriteJson(CommandConsole console, IndexCheck check)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("sound", check.Sound);
            json.WriteNumber("entries", check.Entries);
            json.WriteNumber("blocks", check.Blocks);
            json.WriteNumber("transactions", check.Transactions);
            json.WriteNumber("bytes", check.Bytes);
            json.WriteStartArray("findings");
            foreach (IndexFinding finding in check.Findings)
            {
                json.WriteStartObject();
                json.WriteNumber("address", finding.Address);
                json.WriteString("what", finding.What);
                json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }
}
