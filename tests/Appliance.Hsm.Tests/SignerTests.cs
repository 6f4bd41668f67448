using System.Security.Cryptography;
using Appliance.Log;

namespace Appliance.Hsm.Tests;

[Collection(SoftHsmTests.Name)]
public sealed class SignerTests(SoftHsm hsm)
{
    [Fact]
    public async Task Signatures_hold_under_the_tokens_public_key()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signer.PublicKey.Span, out int read);
        Assert.Equal(signer.PublicKey.Length, read);
        for (int length = 0; length < 200; length += 33)
        {
            byte[] message = RandomNumberGenerator.GetBytes(length);
            byte[] signature = await signer.SignAsync(message, CancellationToken.None);
            Assert.Equal(64, signature.Length);
            Assert.True(key.VerifyData(message, signature, HashAlgorithmName.SHA256));
            signature[7] ^= 1;
            Assert.False(key.VerifyData(message, signature, HashAlgorithmName.SHA256));
        }
    }

    [Fact]
    public async Task Many_threads_sign_at_once_within_the_bound_of_sessions_and_with_one_login()
    {
        const int MaxSessions = 4;
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label, calls) with { MaxSessions = MaxSessions });
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        LogPublicKey key = LogPublicKey.Parse(signer.PublicKey.Span);
        int most = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
        {
            byte[] message = BitConverter.GetBytes(i);
            byte[] signature = await signer.SignAsync(message, cancellation);
            Assert.True(key.Verify(message, signature));
            InterlockedMax(ref most, token.Sessions.Busy);
        });
        Assert.InRange(most, 0, MaxSessions - 1);
        Assert.InRange(calls.Count("C_OpenSession"), 1, MaxSessions);
        Assert.Equal(1, calls.Count("C_Login"));
        Assert.Equal(401, calls.Count("C_Sign", "CKR_OK"));
    }

    [Fact]
    public async Task Many_threads_that_find_their_sessions_killed_share_one_new_login()
    {
        string label = hsm.NewToken();
        var calls = new SoftHsm.Calls();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label, calls));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        LogPublicKey key = LogPublicKey.Parse(signer.PublicKey.Span);
        for (int round = 1; round <= 5; round++)
        {
            // Between two rounds: SoftHSM2 2.6.1 itself crashes when C_CloseAllSessions meets a C_Sign under way.
            hsm.KillSessions(label);
            await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
            {
                byte[] message = BitConverter.GetBytes(i);
                byte[] signature = await signer.SignAsync(message, cancellation);
                Assert.True(key.Verify(message, signature));
            });
            Assert.Equal(1 + round, calls.Count("C_Login"));
        }
    }

    [Fact]
    public async Task A_call_whose_caller_has_left_waits_for_no_session()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await signer.SignAsync(new byte[1], left.Token));
    }

    [Fact]
    public void A_key_is_chosen_by_label_and_id()
    {
        string label = hsm.NewToken();
        hsm.Tamper(label, (_, session) => SoftHsm.Generate(session, SoftHsm.KeyLabel, id: 2));
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        HsmException ambiguous = Assert.Throws<HsmException>(() => HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel));
        Assert.Equal("CKR_OBJECT_HANDLE_INVALID", ambiguous.Ckr);
        Assert.Contains("2 keys", ambiguous.Message);
        HsmTreeHeadSigner first = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel, new byte[] { 1 });
        HsmTreeHeadSigner second = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel, new byte[] { 2 });
        Assert.NotEqual(first.PublicKey.ToArray(), second.PublicKey.ToArray());
        HsmException missing = Assert.Throws<HsmException>(() => HsmTreeHeadSigner.Open(token, "nobody"));
        Assert.Contains("'nobody'", missing.Message);
    }

    [Fact]
    public void Keys_that_could_leave_the_token_are_refused()
    {
        string label = hsm.NewToken();
        hsm.Tamper(label, (_, session) => SoftHsm.Generate(session, "loose", id: 3, extractable: true));
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        Assert.Equal("CKR_ATTRIBUTE_SENSITIVE", Assert.Throws<HsmException>(() => HsmTreeHeadSigner.Open(token, "loose")).Ckr);
    }

    [Fact]
    public void Keys_on_other_curves_are_refused()
    {
        string label = hsm.NewToken();
        hsm.Tamper(label, (_, session) => SoftHsm.Generate(session, "p384", id: 4, curve: "06052B81040022"));
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        Assert.Equal("CKR_KEY_TYPE_INCONSISTENT", Assert.Throws<HsmException>(() => HsmTreeHeadSigner.Open(token, "p384")).Ckr);
    }

    [Fact]
    public void A_key_that_is_destroyed_meanwhile_is_an_error_and_no_signature()
    {
        string label = hsm.NewToken();
        using Pkcs11Token token = Pkcs11Token.Open(hsm.Options(label));
        HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, SoftHsm.KeyLabel);
        hsm.Tamper(label, (_, session) => session.DestroyObject(new SigningKey(SoftHsm.KeyLabel, null).GetPrivate(session, label)));
        HsmException gone = Assert.Throws<HsmException>(signer.Probe);
        Assert.Contains(gone.Ckr, (string[])["CKR_OBJECT_HANDLE_INVALID", "CKR_KEY_HANDLE_INVALID"]);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }
}
