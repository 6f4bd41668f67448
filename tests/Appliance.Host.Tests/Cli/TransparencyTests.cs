using System.Text;
using System.Text.Json;

namespace Appliance.Host.Tests.Cli;

/// <summary>Checkpoints of transparency logs at the command line.</summary>
public sealed class TransparencyTests
{
    // A published checkpoint with its log's and one witness's key (see PublishedNotes in the verification tests).
    private const string Checkpoint =
        "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
        + "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
        + "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n";

    private const string Origin = "arche2025h1.staging.ct.transparency.dev";
    private const string Log = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f\n";
    private const string Witnesses =
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\nwitness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv\n";

    [Fact]
    public async Task A_checkpoint_is_unanchored_then_valid_under_a_key_then_genuine_under_a_pinned_log()
    {
        using var folder = new TestFolder();
        string file = Write(folder, "checkpoint", Checkpoint);
        string log = Write(folder, "log.vkey", Log);
        string witnesses = Write(folder, "witnesses.vkey", Witnesses);

        Assert.Equal((5, "Unanchored", "none"), await VerifyAsync(folder, file));
        Assert.Equal((0, "SignatureValid", "supplied-key"), await VerifyAsync(folder, file, "--key", log));

        ApplianceProcess.Result all = await ApplianceProcess.RunAsync("trust", "add", Origin, "--log-key", log, "--witness", witnesses, "--data", folder.Data);
        Assert.True(all.Code == 0, all.ToString());
        Assert.Contains("2 of 2 witnesses", all.Output, StringComparison.Ordinal);
        Assert.Equal((1, "PolicyUnsatisfied", "pinned"), await VerifyAsync(folder, file));

        ApplianceProcess.Result one = await ApplianceProcess.RunAsync("trust", "add", Origin, "--log-key", log, "--witness", witnesses, "--quorum", "1", "--data", folder.Data);
        Assert.True(one.Code == 0, one.ToString());
        Assert.Equal((0, "Genuine", "pinned"), await VerifyAsync(folder, file));
        string tampered = Write(folder, "tampered", Checkpoint.Replace("1432088532", "1432088533", StringComparison.Ordinal));
        Assert.Equal((1, "SignatureMismatch", "pinned"), await VerifyAsync(folder, tampered));
    }

    [Theory]
    [InlineData("--witness", "witnesses.vkey", "--witness goes with --log-key")]
    [InlineData("--quorum", "1", "--quorum goes with --witness")]
    public async Task Witnesses_and_quorum_need_a_log(string option, string value, string message)
    {
        using var folder = new TestFolder();
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("trust", "add", Origin, "--genesis", new string('a', 64), option, value, "--data", folder.Data);
        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quorum_that_cannot_be_reached_and_a_witness_in_place_of_the_log_are_refused()
    {
        using var folder = new TestFolder();
        string log = Write(folder, "log.vkey", Log);
        string witnesses = Write(folder, "witnesses.vkey", Witnesses);
        ApplianceProcess.Result quorum = await ApplianceProcess.RunAsync("trust", "add", Origin, "--log-key", log, "--witness", witnesses, "--quorum", "3", "--data", folder.Data);
        Assert.Equal(2, quorum.Code);
        Assert.Contains("cannot be reached", quorum.Error, StringComparison.Ordinal);
        ApplianceProcess.Result swapped = await ApplianceProcess.RunAsync("trust", "add", Origin, "--log-key", witnesses, "--data", folder.Data);
        Assert.Equal(2, swapped.Code);
        Assert.Contains("types 0x01 and 0x02", swapped.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string? Verdict, string? Anchor)> VerifyAsync(TestFolder folder, string file, params string[] options)
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["verify", file, "--output", "json", "--data", folder.Data, .. options]);
        Assert.True(result.Output.Length > 0, result.ToString());
        JsonElement document = Assert.Single(result.Json().GetProperty("documents").EnumerateArray());
        Assert.Equal("tlog-checkpoint", document.GetProperty("format").GetString());
        return (result.Code, document.GetProperty("verdict").GetString(), document.GetProperty("anchor").GetString());
    }

    private static string Write(TestFolder folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));
}
