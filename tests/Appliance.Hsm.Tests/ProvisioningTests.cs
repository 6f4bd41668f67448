using System.Diagnostics;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm.Tests;

[Collection(SoftHsmTests.Name)]
public sealed class ProvisioningTests(SoftHsm hsm)
{
    [Fact]
    public void What_exists_is_found_and_not_overwritten()
    {
        SoftHsm.SkipWhereAbsent();
        SoftHsmRequest request = hsm.Request("found-again");
        SoftHsmProvisioned first = SoftHsmProvisioning.Provision(request);
        SoftHsmProvisioned second = SoftHsmProvisioning.Provision(request);
        Assert.True(first is { TokenCreated: true, KeyCreated: true });
        Assert.True(second is { TokenCreated: false, KeyCreated: false });
        Assert.Equal(first.PublicKey.ToArray(), second.PublicKey.ToArray());
        Assert.Equal(hsm.Configuration, first.ConfigurationPath);

        SoftHsmProvisioned key = SoftHsmProvisioning.Provision(request with { KeyLabel = "another", KeyId = new byte[] { 2 } });
        Assert.True(key is { TokenCreated: false, KeyCreated: true });
        Assert.NotEqual(first.PublicKey.ToArray(), key.PublicKey.ToArray());
    }

    [Fact]
    public void Folders_and_configuration_are_closed_to_others()
    {
        hsm.NewToken();
        UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (string path in (string[])[hsm.Directory, Path.Combine(hsm.Directory, "tokens"), hsm.Configuration])
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
    }

    [Fact]
    public void A_run_that_was_cut_short_is_finished_by_the_next()
    {
        hsm.NewToken();
        using (Pkcs11Module module = Pkcs11Module.Load(hsm.Module))
            Pkcs11Slots.FindBlank(module.Library)!.InitToken(hsm.SecurityOfficerPin.Value, "cut-short"u8.ToArray());
        SoftHsmProvisioned made = SoftHsmProvisioning.Provision(hsm.Request("cut-short"));
        Assert.True(made is { TokenCreated: false, KeyCreated: true });
    }

    [Fact]
    public void An_existing_token_is_not_opened_with_another_PIN()
    {
        string label = hsm.NewToken();
        using HsmPin wrong = HsmPin.Generate();
        HsmException refusal = Assert.Throws<HsmException>(() => SoftHsmProvisioning.Provision(hsm.Request(label) with { Pin = wrong }));
        Assert.Equal(("CKR_PIN_INCORRECT", "C_Login", label), (refusal.Ckr, refusal.Operation, refusal.TokenLabel));
    }

    [Fact]
    public void A_configuration_that_points_elsewhere_is_refused()
    {
        SoftHsm.SkipWhereAbsent();
        string folder = Directory.CreateTempSubdirectory("moved-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "softhsm2.conf"), "directories.tokendir = /somewhere/else\n");
            HsmException refusal = Assert.Throws<HsmException>(() => SoftHsmProvisioning.Provision(hsm.Request("moved") with { Directory = folder }));
            Assert.Contains("/somewhere/else", refusal.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a label that is longer than thirty-two bytes")]
    public void Labels_that_no_token_can_have_are_refused(string label) =>
        Assert.Throws<ArgumentException>(() => SoftHsmProvisioning.Provision(hsm.Request(label)));

    [Fact]
    public void The_private_key_cannot_be_read_through_PKCS11()
    {
        string label = hsm.NewToken();
        hsm.Tamper(label, (_, session) =>
        {
            IObjectHandle key = new SigningKey(SoftHsm.KeyLabel, null).GetPrivate(session, label);
            List<IObjectAttribute> attributes = session.GetAttributeValue(
                key, [CKA.CKA_VALUE, CKA.CKA_SENSITIVE, CKA.CKA_ALWAYS_SENSITIVE, CKA.CKA_EXTRACTABLE, CKA.CKA_NEVER_EXTRACTABLE, CKA.CKA_PRIVATE, CKA.CKA_TOKEN]);
            Assert.True(attributes[0].CannotBeRead);
            Assert.Equal([true, true, false, true, true, true], attributes.Skip(1).Select(a => a.GetValueAsBool()));
            Pkcs11Exception refusal = Assert.Throws<Pkcs11Exception>(
                () => session.SetAttributeValue(key, [Pkcs11Module.Factories.ObjectAttributeFactory.Create(CKA.CKA_EXTRACTABLE, true)]));
            Assert.NotEqual(CKR.CKR_OK, refusal.RV);
        });
    }

    [Fact]
    public void Pkcs11_tool_sees_a_key_that_never_was_extractable()
    {
        const string Tool = "/usr/bin/pkcs11-tool";
        Assert.SkipUnless(File.Exists(Tool), "pkcs11-tool is not installed (package opensc)");
        string label = hsm.NewToken();
        (int listed, string keys) = RunTool(Tool, label, "--list-objects", "--type", "privkey");
        Assert.Equal(0, listed);
        Assert.Contains(SoftHsm.KeyLabel, keys);
        Assert.Contains("sensitive, always sensitive, never extract", keys);
    }

    private (int ExitCode, string Output) RunTool(string tool, string label, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, ["--module", Pkcs11Module.FindSoftHsm()!, "--token-label", label, "--login", "--pin", hsm.PinText(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SOFTHSM2_CONF"] = hsm.Configuration;
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return (process.ExitCode, output.ToString());
    }
}
