using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Engine.Tests;

/// <summary>Signatures from which keys are recovered count like those that are checked: who forces the slow path pays for it alone.</summary>
public sealed class RecoverySlowLaneTests
{
    private const int Burst = 10;
    private const int PerSecond = 4;

    // A transaction of FISCO BCOS 3 (FISCO-BCOS/java-sdk 013a9dd, ResponseTest): the last 20 bytes of Keccak-256 of the key are its sender.
    private const string Digest = "08bf58cb6974d6011b4c38dfba6042a5581d09bcdad608b35c01faab60e65f60";
    private const string Sender = "45ed2b4ee8546a2808f6ea30a41b4e04074b3f17";

    private const string Signature =
        "d718e60c0b5a4afd69de84ef1084e2753c729875b3c514189f986047d354b4050c20d151efeadd0cff4b4a90517bb3200247cbe2c7dd930cf02e90c9f5939bd500";

    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ManualTime _time = new();
    private readonly PretendingBackend _backend = new();

    [Fact]
    public async Task A_caller_that_forced_too_many_recovers_no_keys_until_time_has_passed_and_others_do()
    {
        await using BatchingVerifier engine = Create();
        IVerifier hostile = engine.For("hostile");
        IVerifier honest = engine.For("honest");
        _backend.AllLanesAreSlow = true;
        Assert.All(await Recover(hostile, Sender, 2 * Burst), verdict => Assert.Equal(Verdict.Valid, verdict));
        Assert.Equal([(SignatureAlgorithm.EcdsaSecp256k1, 2L * Burst)], engine.Statistics.SlowLanes);
        _backend.AllLanesAreSlow = false;

        Assert.All(await Recover(hostile, Sender, 3), verdict => Assert.Equal(Verdict.Overloaded, verdict));
        Assert.All(await Recover(honest, Sender, 3), verdict => Assert.Equal(Verdict.Valid, verdict));
        Assert.Equal(3, engine.Statistics.SlowLaneRefusals);

        // The debt of ten is paid first.
        _time.Advance(TimeSpan.FromSeconds(1.0 * Burst / PerSecond));
        Assert.All(await Recover(hostile, Sender, 3), verdict => Assert.Equal(Verdict.Overloaded, verdict));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Recover(hostile, Sender, 3), verdict => Assert.Equal(Verdict.Valid, verdict));
    }

    [Fact]
    public async Task What_was_refused_is_overloaded_and_never_a_mismatch()
    {
        await using BatchingVerifier engine = Create();
        IVerifier hostile = engine.For("hostile");
        _backend.AllLanesAreSlow = true;
        await Recover(hostile, Sender, Burst);
        _backend.AllLanesAreSlow = false;

        Assert.All(await Recover(hostile, new string('1', 40), 2), verdict => Assert.Equal(Verdict.Overloaded, verdict));
    }

    [Fact]
    public async Task Signatures_that_really_meet_special_cases_are_counted()
    {
        // R = G, so that s R = e G for s = e: there is no key, which only the complete formulas can tell.
        byte[] generator = Convert.FromHexString("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");
        byte[] digest = Convert.FromHexString(Digest);
        var builder = new PlanBuilder();
        Slot key = builder.RecoverKey(builder.Input(digest), builder.Input((byte[])[.. generator, .. digest, 0]));
        builder.Equal(CheckKind.SenderAddress, CheckSubject.Document, builder.Input(new byte[64]), key);
        await using var engine = new BatchingVerifier(new BackendLadder([new ScalarBackend()]), new EngineOptions());

        PlanResult result = await engine.EvaluateAsync(new BoundPlan(builder.Build(), [], [], SignatureProfile.Fips186), Never);

        Assert.Equal([Verdict.ValueMismatch], result.Verdicts);
        Assert.Equal([(SignatureAlgorithm.EcdsaSecp256k1, 1L)], engine.Statistics.SlowLanes);
    }

    private BatchingVerifier Create() => new(
        new BackendLadder([_backend]), new EngineOptions { SlowLaneBurst = Burst, SlowLanesPerSecond = PerSecond, Time = _time });

    /// <summary>Of each signature three checks: the address is the sender's, it is among two, and the sender is among two.</summary>
    private static async Task<IReadOnlyList<Verdict>> Recover(IVerifier verifier, string sender, int count)
    {
        var builder = new PlanBuilder();
        for (int i = 0; i < count; i++)
        {
            Slot key = builder.RecoverKey(builder.Input(Convert.FromHexString(Digest)), builder.Input(Convert.FromHexString(Signature)));
            Slot address = builder.HashTail(HashAlgorithm.Keccak256, 12, key);
            Slot claimed = builder.Input(Convert.FromHexString(sender));
            builder.Equal(CheckKind.SenderAddress, new CheckSubject(i, 0), claimed, address);
            builder.Member(CheckKind.SenderAddress, new CheckSubject(i, 1), address, [builder.Input(new byte[20]), claimed]);
            builder.Member(CheckKind.SenderAddress, new CheckSubject(i, 2), claimed, [builder.Input(new byte[20]), address]);
        }

        return (await verifier.EvaluateAsync(new BoundPlan(builder.Build(), [], [], SignatureProfile.Fips186), Never)).Verdicts;
    }
}
