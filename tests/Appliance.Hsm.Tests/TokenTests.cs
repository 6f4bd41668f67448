using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm.Tests;

[Collection(SoftHsmTests.Name)]
public sealed class TokenTests(SoftHsm hsm)
{
    [Fact]
    public void A_wrong_PIN_is_tried_once_and_explained()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using HsmPin wrong = HsmPin.Generate();
        HsmException refusal = Assert.Throws<HsmException>(() => Pkcs11Token.Open(hsm.Options(label, calls) with { Pin = wrong }));
        Assert.Equal(("CKR_PIN_INCORRECT", "C_Login", label, false), (refusal.Ckr, refusal.Operation, refusal.TokenLabel, refusal.IsTransient));
        Assert.NotNull(refusal.Slot);
        Assert.Contains("Correct the PIN file", refusal.Message);
        Assert.Contains($"slot {refusal.Slot}", refusal.Message);
        Assert.Equal(1, calls.Count("C_Login"));
        Assert.DoesNotContain(System.Text.Encoding.ASCII.GetString(wrong.Value), refusal.ToString());
    }

    [Fact]
    public void A_PIN_that_was_changed_meanwhile_is_tried_once_and_never_again()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label, calls));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        hsm.Tamper(label, (_, session) => session.SetPin(hsm.Pin.Value, "another PIN"u8.ToArray()));
        hsm.KillSessions(label);
        for (int i = 0; i < 5; i++)
            Assert.Equal("CKR_PIN_INCORRECT", Assert.Throws<HsmException>(signer.Probe).Ckr);
        Assert.Equal(1, calls.Count("C_Login", "CKR_PIN_INCORRECT"));
        Assert.Equal(1, calls.Count("C_Login", "CKR_OK"));
    }

    [Fact]
    public void A_missing_token_is_named_together_with_those_that_are_there()
    {
        string label = hsm.NewToken();
        HsmException refusal = Assert.Throws<HsmException>(() => Pkcs11Token.Open(hsm.Options("nowhere")));
        Assert.Equal(("CKR_TOKEN_NOT_PRESENT", "nowhere"), (refusal.Ckr, refusal.TokenLabel));
        Assert.Contains($"'{label}'", refusal.Message);
    }

    [Fact]
    public void Two_tokens_of_one_label_are_refused()
    {
        string label = hsm.NewToken();
        using (Pkcs11Module module = Pkcs11Module.Load(hsm.Module))
            Pkcs11Slots.FindBlank(module.Library)!.InitToken(hsm.SecurityOfficerPin.Value, System.Text.Encoding.UTF8.GetBytes(label));
        Assert.Equal("CKR_SLOT_ID_INVALID", Assert.Throws<HsmException>(() => Pkcs11Token.Open(hsm.Options(label))).Ckr);
    }

    [Fact]
    public void A_missing_module_is_named()
    {
        var options = new Pkcs11ModuleOptions { Path = "/nowhere/libpkcs11.so" };
        HsmException refusal = Assert.Throws<HsmException>(() => Pkcs11Module.Load(options));
        Assert.Equal(("CKR_LIBRARY_LOAD_FAILED", null), (refusal.Ckr, refusal.Slot));
        Assert.Contains("/nowhere/libpkcs11.so", refusal.Message);
        Assert.Contains("softhsm2", refusal.Advice);
    }

    [Fact]
    public void A_file_that_is_no_module_is_refused()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "not a library");
            HsmException refusal = Assert.Throws<HsmException>(() => Pkcs11Module.Load(new Pkcs11ModuleOptions { Path = file }));
            Assert.Equal("CKR_LIBRARY_LOAD_FAILED", refusal.Ckr);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void One_process_runs_one_configuration_of_a_module()
    {
        hsm.NewToken();
        using Pkcs11Module module = Pkcs11Module.Load(hsm.Module);
        HsmException refusal = Assert.Throws<HsmException>(() => Pkcs11Module.Load(new Pkcs11ModuleOptions { SoftHsmConfiguration = "/another.conf" }));
        Assert.Equal("CKR_CRYPTOKI_ALREADY_INITIALIZED", refusal.Ckr);
    }

    [Fact]
    public void Sessions_that_were_killed_are_replaced_with_one_new_login()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label, calls));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        for (int round = 1; round <= 3; round++)
        {
            hsm.KillSessions(label);
            signer.Probe();
            signer.Probe();
            Assert.Equal(1 + round, calls.Count("C_Login"));
        }
        Assert.True(token.Sessions is { Busy: 0, Open: <= Pkcs11TokenOptions.DefaultMaxSessions });
    }

    [Fact]
    public void Two_holders_of_one_token_share_its_login_and_one_leaving_does_not_log_the_other_out()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token first = Pkcs11Token.Open(hsm.Options(label));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(first, SoftHsm.KeyLabel);
        using (Pkcs11Token second = Pkcs11Token.Open(hsm.Options(label, calls)))
            HsmTreeHeadSigner.Open(second, SoftHsm.KeyLabel).Probe();
        Assert.Equal(1, calls.Count("C_Login", nameof(CKR.CKR_USER_ALREADY_LOGGED_IN)));
        signer.Probe();
    }

    [Fact]
    public void An_operation_that_finds_no_free_session_says_so()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label) with { MaxSessions = 2, SessionWait = TimeSpan.Zero });
        HsmException refusal = token.Run("C_GetSessionInfo", _ =>
        {
            Assert.Equal(new HsmSessions(2, 1, 0), token.Sessions);
            return Assert.Throws<HsmException>(() => token.Run("C_Sign", _ => 0));
        });
        Assert.Equal(("CKR_SESSION_COUNT", true), (refusal.Ckr, refusal.IsTransient));
        Assert.Equal(new HsmSessions(2, 0, 1), token.Sessions);
    }

    [Fact]
    public void A_session_that_failed_is_not_used_again()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label, calls));
        Assert.Throws<HsmException>(() => token.Run<int>("C_Sign", _ => throw new Pkcs11Exception("C_Sign", CKR.CKR_FUNCTION_FAILED)));
        Assert.Equal((1, 0), (calls.Count("C_CloseSession"), token.Sessions.Idle));
    }

    [Fact]
    public void A_lost_device_is_reconnected_once_and_no_more()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        int tries = 0;
        HsmException lost = Assert.Throws<HsmException>(() => token.Run<int>("C_Sign", _ =>
        {
            tries++;
            throw new Pkcs11Exception("C_Sign", CKR.CKR_DEVICE_REMOVED);
        }));
        Assert.Equal((2, "CKR_DEVICE_REMOVED", true), (tries, lost.Ckr, lost.IsTransient));
        HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel).Probe();
    }

    [Fact]
    public void A_disposed_token_refuses_work()
    {
        string label = hsm.NewToken();
        Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        token.Dispose();
        token.Dispose();
        Assert.Throws<ObjectDisposedException>(() => token.Run("C_Sign", _ => 0));
    }
}
