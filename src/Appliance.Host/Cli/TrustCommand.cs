using System.CommandLine;
using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;
using Appliance.Host.Reporting;
using Appliance.Verification.Chains;
using Appliance.Verification.Trust;
using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary><c>appliance trust</c>: what the operator pins.</summary>
internal static class TrustCommand
{
    private const string FabricFormat = "fabric";

    public static Command Create(CommandConsole console) => new("trust", "Pins, lists and removes trust anchors: where trust in a chain starts.")
    {
        CreateAdd(console),
        CreateList(console),
        CreateRemove(console),
    };

    private static Command CreateAdd(CommandConsole console)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "Channel id, as the chain writes it" };
        var genesis = new Option<string?>("--genesis") { Description = "Header hash of the channel's block 0, 64 hexadecimal digits", HelpName = "HASH" };
        var orderers = new Option<string[]>("--orderer-msp")
        {
            Description = "An ordering organisation and the PEM file with its root certificates; repeat for more",
            HelpName = "NAME=FILE",
        };
        var organisations = new Option<string[]>("--msp")
        {
            Description = "Another organisation and the PEM file with its root certificates; repeat for more",
            HelpName = "NAME=FILE",
        };
        Option<string?> data = CommonOptions.Data();
        var command = new Command(
            "add",
            """
            Pins a channel: either the hash of its genesis block, or the root certificates of all its organisations.

            Take hash and certificates from a source that you trust, never from the ledger that is to be judged.

            Examples:
              appliance trust add mychannel --genesis 61a0…
              appliance trust add mychannel --orderer-msp OrdererMSP=orderer-ca.pem --msp Org1MSP=org1-ca.pem --msp Org2MSP=org2-ca.pem
            """)
        {
            channel,
            genesis,
            orderers,
            organisations,
            data,
        };
        command.Validators.Add(result =>
        {
            bool hasRoots = result.GetValue(orderers) is { Length: > 0 };
            bool hasOthers = result.GetValue(organisations) is { Length: > 0 };
            if (result.GetValue(genesis) is not null == (hasRoots || hasOthers))
                result.AddError("name either --genesis or the organisations (--orderer-msp and --msp)");
            else if (hasOthers && !hasRoots)
                result.AddError("name at least one --orderer-msp: an ordering organisation vouches for the channel's configuration");
        });
        command.SetAction(parsed =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), null);
            string name = parsed.GetRequiredValue(channel);
            TrustAnchor anchor = parsed.GetValue(genesis) is { } hash
                ? new GenesisAnchor(FabricFormat, name, ParseHash(hash))
                : new MspRootsAnchor(name, [.. ReadRoots(parsed.GetValue(orderers), true), .. ReadRoots(parsed.GetValue(organisations), false)]);
            TrustAnchors before = session.LoadAnchors();
            TrustAnchors after = before.Add(anchor);
            if (ReferenceEquals(before, after))
            {
                console.Say($"{name}: {anchor.Id} is pinned already; nothing changed");
                return;
            }

            Save(session, after);
            console.WriteLine($"pinned {name} {anchor.Id}: {anchor.Description}");
        });
        return command;
    }

    private static Command CreateList(CommandConsole console)
    {
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        var command = new Command("list", "Lists what is pinned.") { output, data };
        command.SetAction(parsed =>
        {
            TrustAnchors anchors = CommandSession.Open(console, parsed.GetValue(data), null).LoadAnchors();
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, anchors);
            else if (anchors.All.Count == 0)
                console.Say("nothing is pinned; 'appliance trust add --help' tells how to");
            else
                WriteTable(console, anchors);
        });
        return command;
    }

    private static Command CreateRemove(CommandConsole console)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "Channel id" };
        var anchor = new Argument<string>("ANCHOR") { Description = "The anchor's id, as 'trust list' shows it" };
        Option<string?> data = CommonOptions.Data();
        var command = new Command("remove", "Removes an anchor. Example: appliance trust remove mychannel genesis-61a0e8f5a1b2c3d4") { channel, anchor, data };
        command.SetAction(parsed =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), null);
            string name = parsed.GetRequiredValue(channel);
            string id = parsed.GetRequiredValue(anchor);
            TrustAnchors rest = session.LoadAnchors().Remove(name, id)
                ?? throw new CommandFailure(ExitCode.Usage, $"{name} {id}", "no such anchor", "'appliance trust list' shows what is pinned");
            Save(session, rest);
            console.WriteLine($"removed {name} {id}");
        });
        return command;
    }

    private static Digest ParseHash(string hex)
    {
        try
        {
            return Digest.Parse(hex);
        }
        catch (FormatException exception)
        {
            throw new CommandFailure(ExitCode.Usage, $"--genesis {hex}", "is not a hash", "a header hash has 64 hexadecimal digits", exception);
        }
    }

    private static IEnumerable<MspRoots> ReadRoots(string[]? pairs, bool orders)
    {
        foreach (string pair in pairs ?? [])
        {
            int separator = pair.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0 || separator == pair.Length - 1)
                throw new CommandFailure(ExitCode.Usage, pair, "is not NAME=FILE", "for example Org1MSP=org1-ca.pem");
            string file = pair[(separator + 1)..];
            using Stream stream = DocumentFile.Open(file);
            using var text = new MemoryStream();
            stream.CopyTo(text);
            yield return new MspRoots(pair[..separator], orders, ReadCertificates(file, text.ToArray()));
        }
    }

    private static byte[][] ReadCertificates(string file, byte[] text)
    {
        try
        {
            byte[][] certificates = [.. Pem.DecodeAll(text, "CERTIFICATE").Select(certificate => certificate.ToArray())];
            foreach (byte[] certificate in certificates)
                Certificate.Decode(certificate);
            return certificates.Length > 0
                ? certificates
                : throw new CommandFailure(ExitCode.Usage, file, "holds no certificate", "name a PEM file of root certificates");
        }
        catch (DecodeException exception)
        {
            throw new CommandFailure(ExitCode.Usage, file, exception.Message, "name a PEM file of root certificates", exception);
        }
    }

    private static void Save(CommandSession session, TrustAnchors anchors)
    {
        try
        {
            TrustAnchorFile.Save(session.Data.TrustFile, anchors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Configuration, session.Data.TrustFile, $"cannot be written: {exception.Message}", "name another --data directory", exception);
        }
    }

    private static void WriteTable(CommandConsole console, TrustAnchors anchors)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("chain", "anchor", "description");
        foreach (TrustAnchor anchor in anchors.All)
            table.AddRow(new Text(anchor.Chain), new Text(anchor.Id), new Text(anchor.Description));
        console.Output.Write(table);
    }

    private static void WriteJson(CommandConsole console, TrustAnchors anchors)
    {
        using var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented);
        json.WriteStartObject();
        json.WriteStartArray("anchors");
        foreach (TrustAnchor anchor in anchors.All)
        {
            json.WriteStartObject();
            json.WriteString("format", anchor.Format);
            json.WriteString("chain", anchor.Chain);
            json.WriteString("id", anchor.Id);
            json.WriteString("description", anchor.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        console.Data.WriteByte((byte)'\n');
    }
}
