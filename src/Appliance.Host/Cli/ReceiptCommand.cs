using System.CommandLine;
using System.Text.Json;
using Appliance.Host.Reporting;
using Appliance.Log;
using Appliance.Log.Receipts;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Cli;

/// <summary><c>appliance receipt verify</c>: checks a receipt offline.</summary>
internal static class ReceiptCommand
{
    public static Command Create(CommandConsole console) => new("receipt", "Checks receipts.") { CreateVerify(console) };

    private static Command CreateVerify(CommandConsole console)
    {
        var receipt = new Argument<string>("RECEIPT") { Description = "The receipt" };
        var document = new Argument<string?>("FILE") { Description = "The document that it should be about", Arity = ArgumentArity.ZeroOrOne };
        var key = new Option<string?>("--key")
        {
            Description = "Public key of the appliance that issued it, PEM or DER. Default: the key of the data directory. Never taken from the receipt",
            HelpName = "FILE",
        };
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        var command = new Command(
            "verify",
            """
            Checks a receipt offline: its signature, its inclusion proof and, with FILE, that it is about this document.

            Exit code 0 when the receipt holds and says 'genuine'; 1 when it does not hold or says 'not genuine'; 5 when it says 'not verified'.

            Example:
              appliance receipt verify ledger.receipt blockfile_000000 --key appliance.pem
            """)
        {
            receipt,
            document,
            key,
            output,
            data,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(receipt);
            LogPublicKey trusted = LoadKey(CommandSession.Open(console, parsed.GetValue(data), null), parsed.GetValue(key));
            byte[] bytes = ReadReceipt(path);
            using Stream? about = parsed.GetValue(document) is { } file ? DocumentFile.Open(file) : null;
            ReceiptCheck check = ReceiptVerifier.Verify(bytes, trusted, about);
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, path, check);
            else
                WriteTable(console, path, check);
            return (int)ExitCodeOf(check);
        });
        return command;
    }

    private static ExitCode ExitCodeOf(ReceiptCheck check) => check switch
    {
        { IsValid: true, Receipt.Entry.Outcome: Outcome.Genuine } => ExitCode.Genuine,
        { IsValid: true, Receipt.Entry.Outcome: Outcome.NotVerified } => ExitCode.NotVerified,
        _ => ExitCode.NotGenuine,
    };

    private static LogPublicKey LoadKey(CommandSession session, string? file)
    {
        string path = file ?? session.Data.PublicKeyFile;
        if (file is null && !File.Exists(path))
        {
            throw new CommandFailure(
                ExitCode.Configuration, session.Data.Path, "is not initialised, so it holds no key to check receipts with",
                "name the issuer's public key with --key, or run 'appliance init'");
        }

        using Stream stream = DocumentFile.Open(path);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        try
        {
            return LogPublicKey.Parse(bytes.ToArray());
        }
        catch (FormatException exception)
        {
            throw new CommandFailure(ExitCode.Usage, path, exception.Message, "name a P-256 public key in PEM or DER form", exception);
        }
    }

    /// <summary>A byte more than any receipt has is enough to tell that a file is none.</summary>
    private static byte[] ReadReceipt(string path)
    {
        using Stream stream = DocumentFile.Open(path);
        byte[] bytes = new byte[Receipt.MaxBytes + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }

    private static void WriteTable(CommandConsole console, string path, ReceiptCheck check)
    {
        console.WriteLine($"{path}: {(check.IsValid ? "VALID" : "NOT VALID")} ({check.Status})");
        console.WriteLine($"  {check.Detail}");
        if (!check.IsValid || check.Receipt?.Entry is not { } entry)
            return;
        console.WriteLine($"  verdict    {ReportNames.Of(entry.Outcome)} ({entry.Verdict}), {entry.Time:yyyy-MM-ddTHH:mm:ssZ}");
        console.WriteLine($"  anchor     {ReportNames.Of(entry.AnchorKind)}: {entry.AnchorDescription}");
        console.WriteLine($"  document   {entry.Format}, {entry.Length} bytes, sha256 {entry.DocumentSha256}");
        if (entry.Chain is not null)
            console.WriteLine($"  chain      {entry.Chain}, blocks {entry.FirstBlock} to {entry.LastBlock}");
        if (!check.DocumentCompared)
            console.WriteLine("  no document was given to compare with");
    }

    private static void WriteJson(CommandConsole console, string path, ReceiptCheck check)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteString("receipt", path);
            json.WriteString("status", check.Status.ToString());
            json.WriteBoolean("valid", check.IsValid);
            json.WriteString("detail", check.Detail);
            json.WriteBoolean("documentCompared", check.DocumentCompared);
            if (check.Offset is { } offset)
                json.WriteNumber("offset", offset);
            if (check is { IsValid: true, Receipt: { } receipt })
                WriteEntry(json, receipt);
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private static void WriteEntry(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteString("verdict", receipt.Entry.Verdict);
        json.WriteString("outcome", ReportNames.Of(receipt.Entry.Outcome));
        json.WriteString("anchor", ReportNames.Of(receipt.Entry.AnchorKind));
        json.WriteString("anchorDescription", receipt.Entry.AnchorDescription);
        json.WriteString("format", receipt.Entry.Format);
        if (receipt.Entry.Chain is not null)
            json.WriteString("chain", receipt.Entry.Chain);
        json.WriteString("sha256", receipt.Entry.DocumentSha256.ToString());
        json.WriteNumber("length", receipt.Entry.Length);
        json.WriteString("profile", receipt.Entry.Profile);
        json.WriteString("time", receipt.Entry.Time);
        json.WriteString("key", receipt.Head.KeyId.ToString());
        json.WriteNumber("leaf", receipt.Proof.LeafIndex);
        json.WriteNumber("treeSize", receipt.Proof.TreeSize);
    }
}
