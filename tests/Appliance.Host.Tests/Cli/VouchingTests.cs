using System.Text.Json;

namespace Appliance.Host.Tests.Cli;

public sealed class VouchingTests
{
    [Fact]
    public async Task Init_twice_changes_nothing_and_a_receipt_is_checked_offline()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        string file = folder.Write("ledger", sample.Bytes);
        string receipt = folder.File("ledger.receipt");

        ApplianceProcess.Result first = await ApplianceProcess.RunAsync("init", "--data", folder.Data);
        ApplianceProcess.Result second = await ApplianceProcess.RunAsync("init", "--data", folder.Data);
        ApplianceProcess.Result verify = await ApplianceProcess.RunAsync("verify", file, "--receipt", receipt, "--data", folder.Data);
        ApplianceProcess.Result good = await ApplianceProcess.RunAsync("receipt", "verify", receipt, file, "-o", "json", "--data", folder.Data);

        Assert.True(first.Code == 0, first.ToString());
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("nothing changed", second.Error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Data, "hsm", "pin")));
        Assert.True(verify.Code == 0, verify.ToString());
        Assert.True(good.Code == 0, good.ToString());
        Assert.True(good.Json().GetProperty("documentCompared").GetBoolean());
        await RefuseAsync(folder, receipt, file);
    }

    [Fact]
    public async Task A_receipt_under_another_key_fails()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        string other = folder.File("other");
        string file = folder.Write("ledger", (await SampleFile.Honest).Bytes);
        string receipt = folder.File("other.receipt");
        await ApplianceProcess.RunAsync("init", "--data", folder.Data);
        await ApplianceProcess.RunAsync("init", "--data", other);
        await ApplianceProcess.RunAsync("verify", file, "--receipt", receipt, "--data", other);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("receipt", "verify", receipt, file, "-o", "json", "--data", folder.Data);
        ApplianceProcess.Result withItsKey = await ApplianceProcess.RunAsync(
            "receipt", "verify", receipt, file, "--key", Path.Combine(other, "verdict-log.pem"), "--data", folder.Data);

        Assert.Equal(1, result.Code);
        Assert.Equal("KeyMismatch", result.Json().GetProperty("status").GetString());
        Assert.Equal(0, withItsKey.Code);
    }

    [Fact]
    public async Task A_receipt_that_says_not_genuine_does_not_exit_with_0()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        string file = folder.Write("ledger", (await SampleFile.Tampered).Bytes);
        string receipt = folder.File("r");
        await ApplianceProcess.RunAsync("init", "--data", folder.Data);
        await ApplianceProcess.RunAsync("verify", file, "--receipt", receipt, "--data", folder.Data);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("receipt", "verify", receipt, file, "-o", "json", "--data", folder.Data);

        Assert.Equal(1, result.Code);
        Assert.True(result.Json().GetProperty("valid").GetBoolean());
        Assert.Equal("not genuine", result.Json().GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Without_init_the_code_is_3()
    {
        using var folder = new TestFolder();
        string file = folder.Write("ledger", (await SampleFile.Honest).Bytes);

        Assert.Equal(3, (await ApplianceProcess.RunAsync("verify", file, "--receipt", folder.File("r"), "--data", folder.Data)).Code);
        Assert.Equal(3, (await ApplianceProcess.RunAsync("receipt", "verify", file, "--data", folder.Data)).Code);
        Assert.Equal(3, (await ApplianceProcess.RunAsync("serve", "--data", folder.Data)).Code);
        Assert.Equal(3, (await ApplianceProcess.RunAsync("index", "status", "--data", folder.Data)).Code);
    }

    [Fact]
    public async Task A_wrong_pin_and_a_missing_token_are_4_and_name_the_ckr()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        string file = folder.Write("ledger", (await SampleFile.Honest).Bytes);
        await ApplianceProcess.RunAsync("init", "--data", folder.Data);
        string pin = Path.Combine(folder.Data, "hsm", "pin");
        string right = await File.ReadAllTextAsync(pin, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(pin, "wrong-pin\n", TestContext.Current.CancellationToken);

        ApplianceProcess.Result wrong = await ApplianceProcess.RunAsync("verify", file, "--receipt", folder.File("r"), "--data", folder.Data);
        await File.WriteAllTextAsync(pin, right, TestContext.Current.CancellationToken);
        ApplianceProcess.Result missing = await ApplianceProcess.RunAsync(
            new Dictionary<string, string?> { ["APPLIANCE__HSM__TOKEN_LABEL"] = "absent" }, "verify", file, "--receipt", folder.File("r"), "--data", folder.Data);

        Assert.True(wrong.Code == 4, wrong.ToString());
        Assert.Contains("CKR_PIN_INCORRECT", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-pin", wrong.Error, StringComparison.Ordinal);
        Assert.True(missing.Code == 4, missing.ToString());
        Assert.Contains("CKR_TOKEN_NOT_PRESENT", missing.Error, StringComparison.Ordinal);
    }

    private static async Task RefuseAsync(TestFolder folder, string receipt, string file)
    {
        byte[] bytes = await File.ReadAllBytesAsync(receipt, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        string forged = folder.Write("forged", bytes);
        JsonElement changed = (await ApplianceProcess.RunAsync("receipt", "verify", forged, "-o", "json", "--data", folder.Data)).Json();
        ApplianceProcess.Result other = await ApplianceProcess.RunAsync("receipt", "verify", receipt, forged, "-o", "json", "--data", folder.Data);
        ApplianceProcess.Result none = await ApplianceProcess.RunAsync("receipt", "verify", file, "--data", folder.Data);

        Assert.False(changed.GetProperty("valid").GetBoolean());
        Assert.Equal("DocumentMismatch", other.Json().GetProperty("status").GetString());
        Assert.Equal(1, other.Code);
        Assert.Equal(1, none.Code);
    }
}
