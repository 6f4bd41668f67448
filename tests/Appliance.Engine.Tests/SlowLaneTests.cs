using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Engine.Tests;

/// <summary>A key owner who forces special cases of the group law slows down nobody but the caller who brings the signatures.</summary>
public sealed class SlowLaneTests : IDisposable
{
    private const int Burst = 10;
    private const int PerSecond = 4;

    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, 2).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private readonly ManualTime _time = new();
    private readonly PretendingBackend _backend = new();

    [Fact]
    public async Task A_caller_that_forced_too_many_is_refused_until_time_has_passed_and_others_are_not()
    {
        await using BatchingVerifier engine = Create(tableAfter: int.MaxValue);
        IVerifier hostile = engine.For("hostile");
        IVerifier honest = engine.For("honest");
        _backend.AllLanesAreSlow = true;
        Assert.All(await Verify(hostile, 0, 2 * Burst), verdict => Assert.Equal(Verdict.Valid, verdict));
        Assert.Equal([(SignatureAlgorithm.EcdsaP256, 2L * Burst)], engine.Statistics.SlowLanes);
        _backend.AllLanesAreSlow = false;

        Assert.All(await Verify(hostile, 0, 3), verdict => Assert.Equal(Verdict.Overloaded, verdict));
        Assert.All(await Verify(honest, 0, 3), verdict => Assert.Equal(Verdict.Valid, verdict));
        Assert.Equal(3, engine.Statistics.SlowLaneRefusals);

        // The debt of ten is paid first.
        _time.Advance(TimeSpan.FromSeconds(1.0 * Burst / PerSecond));
        Assert.All(await Verify(hostile, 0, 3), verdict => Assert.Equal(Verdict.Overloaded, verdict));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Verify(hostile, 0, 3), verdict => Assert.Equal(Verdict.Valid, verdict));
    }

    [Fact]
    public async Task A_refused_caller_keeps_the_known_signers_that_never_were_slow()
    {
        await using BatchingVerifier engine = Create(tableAfter: 1);
        IVerifier caller = engine.For("caller");
        await Verify(caller, 0, 1);
        await Verify(caller, 1, 1);
        Assert.Equal(2, engine.SignerTables.Tables);
        _backend.AllLanesAreSlow = true;
        await Verify(caller, 0, Burst);
        _backend.AllLanesAreSlow = false;

        Assert.All(await Verify(caller, 0, 3), verdict => Assert.Equal(Verdict.Overloaded, verdict));
        Assert.All(await Verify(caller, 1, 3), verdict => Assert.Equal(Verdict.Valid, verdict));
    }

    [Fact]
    public async Task Signatures_that_really_meet_special_cases_are_counted()
    {
        // Q = G, u1 = 1, u2 = 8,191: the first entry of the generator's comb for the odd digits of 1 is -8,191 G, the opposite of what it is added to.
        byte[] generator = Convert.FromHexString(
            "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");
        var order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        BigInteger r = 123_456_789;
        BigInteger s = r * BigInteger.ModPow(8_191, order - 2, order) % order;
        var builder = new PlanBuilder();
        builder.Verify(
            CheckKind.CreatorSignature,
            CheckSubject.Document,
            new SignerReference(SignerForm.SubjectPublicKeyInfo, generator),
            SignatureEncoding.P1363,
            builder.Input((byte[])[.. Bytes(r), .. Bytes(s)]),
            [builder.Input(Bytes(s))],
            messageIsDigest: true);
        var plan = new BoundPlan(
            builder.Build(), [ResolvedSigner.Accepted("G", "G", SignatureAlgorithm.EcdsaP256, generator, null)], [], SignatureProfile.Fips186);
        await using var engine = new BatchingVerifier(new BackendLadder([new ScalarBackend()]), new EngineOptions());

        PlanResult result = await engine.EvaluateAsync(plan, Never);

        Assert.Equal([Verdict.SignatureMismatch], result.Verdicts);
        Assert.Equal([(SignatureAlgorithm.EcdsaP256, 1L)], engine.Statistics.SlowLanes);
    }

    [Fact]
    public void Inventing_callers_gains_no_tokens()
    {
        var budget = new SlowLaneBudget(PerSecond, Burst, _time);
        for (int i = 0; i < 10_000; i++)
            budget.Spend($"caller {i}", Burst);
        Assert.True(budget.IsExhausted("caller 0"));
        Assert.True(budget.IsExhausted("caller 9999"), "it shares a bucket with all others that came too late");
        Assert.True(budget.IsExhausted("never seen"));

        _time.Advance(TimeSpan.FromHours(10));
        Assert.False(budget.IsExhausted("caller 0"));
        Assert.False(budget.IsExhausted("never seen"));
        budget.Spend("caller 20000", Burst);
        Assert.True(budget.IsExhausted("caller 20000"));
        Assert.False(budget.IsExhausted("caller 20001"), "full buckets made room for one of its own");
    }

    public void Dispose()
    {
        foreach (ECDsa key in _keys)
            key.Dispose();
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private BatchingVerifier Create(int tableAfter) => new(
        new BackendLadder([_backend]),
        new EngineOptions { SlowLaneBurst = Burst, SlowLanesPerSecond = PerSecond, SignerTableAfter = tableAfter, Time = _time });

    private async Task<IReadOnlyList<Verdict>> Verify(IVerifier verifier, int key, int count)
    {
        ECParameters parameters = _keys[key].ExportParameters(false);
        byte[] publicKey = [.. parameters.Q.X!, .. parameters.Q.Y!];
        var builder = new PlanBuilder();
        for (int i = 0; i < count; i++)
        {
            byte[] message = [(byte)i];
            builder.Verify(
                CheckKind.CreatorSignature,
                new CheckSubject(i, 0),
                new SignerReference(SignerForm.SubjectPublicKeyInfo, publicKey),
                SignatureEncoding.P1363,
                builder.Input(_keys[key].SignData(message, HashAlgorithmName.SHA256)),
                [builder.Input(message)]);
        }

        var plan = new BoundPlan(
            builder.Build(), [ResolvedSigner.Accepted("key", "key", SignatureAlgorithm.EcdsaP256, publicKey, null)], [], SignatureProfile.Fips186);
        return (await verifier.EvaluateAsync(plan, Never)).Verdicts;
    }
}
