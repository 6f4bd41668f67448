using System.CommandLine;
using Appliance.Verification.Documents;
using Appliance.Verification.Trust;

namespace Appliance.Host.Cli;

/// <summary><c>appliance verify</c>: are these documents genuine?</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandConsole console)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Documents; '-' reads standard input. The format is recognised by content",
            Arity = ArgumentArity.OneOrMore,
        };
        var index = new Option<bool>("--index") { Description = "Append genuine blocks to the index of the data directory" };
        var receipt = new Option<string?>("--receipt") { Description = "Write a receipt on the verdict to this file; needs 'appliance init'", HelpName = "OUT" };
        var keys = new Option<string[]>("--key")
        {
            Description = "Judge single documents by the public keys in this file, not by the anchors: PEM, JWK or C2SP verifier keys; repeat for more",
            HelpName = "FILE",
        };
        var trust = new Option<string?>("--trust")
        {
            Description = "Use the anchors in this file for this run instead of the configured ones: anchors of a data directory, or PEM with root certificates",
            HelpName = "FILE",
        };
        var detached = new Option<string?>("--detached")
        {
            Description = "What the document signs, hashes or proves but does not hold: a detached payload, the file behind a hash envelope, the leaf of a proof",
            HelpName = "FILE",
        };
        var root = new Option<string?>("--root") { Description = "Root of the tree that a receipt is held against, 64 hexadecimal digits", HelpName = "HASH" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "Instant at which certificates of single documents must be valid. Default: now", HelpName = "TIME" };
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        Option<string?> backends = CommonOptions.Backends();
        var command = new Command(
            "verify",
            """
            Verifies documents: Fabric ledger files and single blocks, what FISCO BCOS nodes answer, signed notes, checkpoints, log and Merkle
            proofs, COSE messages, certificate chains. Changes nothing unless --index or --receipt is given.

            Without a pinned anchor a ledger, or a FISCO BCOS header, is judged by its own roots: the report says 'self-declared', and a warning
            says what that means. Any other document is then not verified (exit code 5), unless --key says whose signature is expected: that
            gives 'SignatureValid', never 'Genuine'.
            With several files the exit code is the worst one (worst first: 70 6 4 3 2 1 5 0).

            Examples:
              appliance verify blockfile_000000
              appliance verify --output json blockfile_000000 | jq '.documents[].verdict'
              appliance verify blockfile_000000 --index --receipt ledger.receipt
              appliance verify statement.cose --key agency.pem --detached record.pdf
              appliance verify chain.pem --trust roots.pem
            """)
        {
            files,
            index,
            receipt,
            keys,
            trust,
            detached,
            root,
            at,
            output,
            data,
            configuration,
            backends,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(receipt) is not null && result.GetValue(files) is { Length: > 1 })
                result.AddError("--receipt takes exactly one FILE: a receipt speaks of one document");
            if ((result.GetValue(detached) is not null || result.GetValue(root) is not null) && result.GetValue(files) is { Length: > 1 })
                result.AddError("--detached and --root take exactly one FILE: they belong to one document");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration), parsed.GetValue(backends));
            var companions = new Companions
            {
                Keys = CompanionFiles.ReadKeys(parsed.GetValue(keys) ?? []),
                Detached = CompanionFiles.ReadDetached(parsed.GetValue(detached), session.Configuration.ToDecodeLimits()),
                Root = CompanionFiles.ParseRoot(parsed.GetValue(root)),
                At = parsed.GetValue(at),
            };
            TrustAnchors anchors = parsed.GetValue(trust) is { } other ? CompanionFiles.ReadTrust(other) : session.LoadAnchors();
            await using VerifyRun run = await VerifyRun.OpenAsync(
                session, anchors, companions, parsed.GetValue(index), parsed.GetValue(receipt), parsed.GetValue(output), cancellation).ConfigureAwait(false);
            return (int)await run.RunAsync(parsed.GetRequiredValue(files), cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
