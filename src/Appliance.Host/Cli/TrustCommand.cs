using System.CommandLine;
using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.FiscoBcos;
using Appliance.Formats.X509;
using Appliance.Host.Reporting;
using Appliance.Verification.Chains;
using Appliance.Verification.Keys;
using Appliance.Verification.Trust;
using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary><c>appliance trust</c>: what the operator pins.</summary>
internal static class TrustCommand
{
    private const string FabricFormat = "fabric";

    // A thousand sealers stay well below it.
    private const int MaxSealersBytes = 1 << 20;

    // Hundreds of certificates stay well below it.
    private const int MaxRootsBytes = 1 << 20;

    public static Command Create(CommandConsole console) => new("trust", "Pins, lists and removes trust anchors: where trust in a chain starts.")
    {
        CreateAdd(console),
        CreateList(console),
        CreateRemove(console),
    };

    private static Command CreateAdd(CommandConsole console)
    {
        var channel = new Argument<string>("NAME")
        {
            Description = "Channel id, as the chain writes it; with --log-key the origin line of the log's checkpoints; with --key or --root the name under which reports speak of the party or authority",
        };
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
        var keys = new Option<string[]>("--key")
        {
            Description = "A file with public keys of a party: PEM, JWK or C2SP verifier keys; repeat for more. Verifier keys count for signed notes, others for COSE",
            HelpName = "FILE",
        };
        var roots = new Option<string[]>("--root") { Description = "A PEM file with root certificates of an authority; repeat for more", HelpName = "FILE" };
        var logKeys = new Option<string[]>("--log-key")
        {
            Description = "A file with C2SP verifier keys of a transparency log; one of them must have signed; repeat for more",
            HelpName = "FILE",
        };
        var witnesses = new Option<string[]>("--witness")
        {
            Description = "With --log-key: a file with C2SP verifier keys (type 0x04) of witnesses; repeat for more",
            HelpName = "FILE",
        };
        var quorum = new Option<int?>("--quorum") { Description = "With --witness: how many of the witnesses must have cosigned; all where it is left out", HelpName = "K" };
        var sealers = new Option<string?>("--sealers")
        {
            Description = "A file with the sealers of a FISCO BCOS group and their weights, in the form in which a node answers getSealerList",
            HelpName = "FILE",
        };
        var fromHeight = new Option<long>("--from-height") { Description = "With --sealers: the first height at which they seal", HelpName = "N" };
        var requiredWeight = new Option<long?>("--required-weight")
        {
            Description = "With --sealers: the weight that signatures need together, where the group does not follow the protocol's own rule",
            HelpName = "N",
        };
        var fisco = new Option<bool>("--fisco") { Description = "With --genesis: the chain is a FISCO BCOS group" };
        Option<string?> data = CommonOptions.Data();
        var command = new Command(
            "add",
            """
            Pins one of: the hash of a channel's genesis block; the root certificates of all organisations of a channel; the public keys of a
            party that signs documents; the root certificates of an authority whose certificates vouch for signers; the keys of a transparency
            log and of witnesses, of whom a quorum must have cosigned; the sealers of a FISCO BCOS group from a height on.

            Take hash, keys and certificates from a source that you trust, never from the document that is to be judged.

            Examples:
              appliance trust add mychannel --genesis 61a0…
              appliance trust add mychannel --orderer-msp OrdererMSP=orderer-ca.pem --msp Org1MSP=org1-ca.pem --msp Org2MSP=org2-ca.pem
              appliance trust add archives-bureau --key bureau.pem
              appliance trust add national-ca --root national-ca.pem
              appliance trust add log.example/records --log-key log.vkey --witness witnesses.vkey --quorum 2
              appliance trust add group0 --sealers sealers.json --from-height 1200
            """)
        {
            channel,
            genesis,
            orderers,
            organisations,
            keys,
            roots,
            logKeys,
            witnesses,
            quorum,
            sealers,
            fromHeight,
            requiredWeight,
            fisco,
            data,
        };
        command.Validators.Add(result =>
        {
            bool hasRoots = result.GetValue(orderers) is { Length: > 0 };
            bool hasOthers = result.GetValue(organisations) is { Length: > 0 };
            bool hasLog = result.GetValue(logKeys) is { Length: > 0 };
            bool hasWitnesses = result.GetValue(witnesses) is { Length: > 0 };
            bool[] kinds =
            [
                result.GetValue(genesis) is not null, hasRoots || hasOthers, result.GetValue(keys) is { Length: > 0 }, result.GetValue(roots) is { Length: > 0 },
                hasLog, result.GetValue(sealers) is not null,
            ];
            if (kinds.Count(given => given) != 1)
                result.AddError("name exactly one of --genesis, the organisations (--orderer-msp and --msp), --key, --root, --log-key and --sealers");
            else if (hasWitnesses && !hasLog)
                result.AddError("--witness goes with --log-key: witnesses cosign a log's checkpoints");
            else if (result.GetValue(quorum) is not null && !hasWitnesses)
                result.AddError("--quorum goes with --witness");
            else if (result.GetValue(sealers) is null && (result.GetValue(fromHeight) != 0 || result.GetValue(requiredWeight) is not null))
                result.AddError("--from-height and --required-weight go with --sealers");
            else if (result.GetValue(fisco) && result.GetValue(genesis) is null)
                result.AddError("--fisco goes with --genesis");
            else if (hasOthers && !hasRoots)
                result.AddError("name at least one --orderer-msp: an ordering organisation vouches for the channel's configuration");
        });
        command.SetAction(parsed =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), null);
            string name = parsed.GetRequiredValue(channel);
            TrustAnchor anchor = parsed.GetValue(genesis) is { } hash
                ? new GenesisAnchor(parsed.GetValue(fisco) ? SealerSetAnchor.Fisco : FabricFormat, name, ParseHash(hash))
                : parsed.GetValue(sealers) is { } file ? OfSealers(name, file, parsed.GetValue(fromHeight), parsed.GetValue(requiredWeight))
                : parsed.GetValue(keys) is { Length: > 0 } keyFiles ? OfKeys(name, keyFiles)
                : parsed.GetValue(logKeys) is { Length: > 0 } logFiles ? OfLog(name, logFiles, parsed.GetValue(witnesses) ?? [], parsed.GetValue(quorum))
                : parsed.GetValue(roots) is { Length: > 0 } rootFiles ? new CertificateRootsAnchor(name, [.. rootFiles.SelectMany(ReadCertificates)])
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
        var channel = new Argument<string>("NAME") { Description = "Channel, party or authority" };
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
            yield return new MspRoots(pair[..separator], orders, ReadCertificates(pair[(separator + 1)..]));
        }
    }

    private static SealerSetAnchor OfSealers(string group, string file, long fromHeight, long? requiredWeight)
    {
        try
        {
            var list = FiscoSealerList.Decode(CompanionFiles.Read(file, MaxSealersBytes));
            return new SealerSetAnchor(group, fromHeight, [.. list.Select(one => new PinnedSealer(one.NodeId, one.Weight))], requiredWeight);
        }
        catch (Exception exception) when (exception is DecodeException or ArgumentException)
        {
            throw new CommandFailure(
                ExitCode.Usage, file, WithoutParameter(exception), "name a file with what a node answers to getSealerList, confirmed by somebody that you trust", exception);
        }
    }

    private static KeyAnchor OfKeys(string name, string[] files)
    {
        IReadOnlyList<KnownKey> keys = CompanionFiles.ReadKeys(files);
        int notes = keys.Count(key => key.VerifierKey is not null);
        return notes == 0 || notes == keys.Count
            ? new KeyAnchor(notes == 0 ? KeyAnchor.Cose : KeyAnchor.Note, name, keys)
            : throw new CommandFailure(ExitCode.Usage, name, "mixes C2SP verifier keys with others, which count for other documents", "pin them one after the other");
    }

    private static LogAnchor OfLog(string origin, string[] keyFiles, string[] witnessFiles, int? quorum)
    {
        IReadOnlyList<KnownKey> witnesses = witnessFiles.Length == 0 ? [] : CompanionFiles.ReadKeys(witnessFiles);
        try
        {
            return new LogAnchor(origin, CompanionFiles.ReadKeys(keyFiles), witnesses, quorum ?? witnesses.Count);
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailure(
                ExitCode.Usage, origin, WithoutParameter(exception), "take the verifier keys of log and witnesses from their operators", exception);
        }
    }

    // Which parameter of which method it was means nothing to an operator.
    private static string WithoutParameter(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal)
        : exception.Message;

    private static byte[][] ReadCertificates(string file)
    {
        ReadOnlyMemory<byte> text = CompanionFiles.Read(file, MaxRootsBytes);
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
