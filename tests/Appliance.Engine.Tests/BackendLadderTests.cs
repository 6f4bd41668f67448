using Appliance.Kernels;

namespace Appliance.Engine.Tests;

/// <summary>Which steps serve, and that every other one says why not.</summary>
public sealed class BackendLadderTests
{
    private static readonly BackendStep Scalar = new("scalar", () => new ScalarBackend());
    private static readonly BackendStep Missing = new("missing", () => throw new InvalidOperationException("never made"), "the processor has no such thing");
    private static readonly BackendStep Forbidden = new("forbidden", () => throw new InvalidOperationException("mprotect: permission denied"));

    [Fact]
    public void Each_step_that_is_off_has_its_reason()
    {
        var ladder = new BackendLadder([Missing, Forbidden, Renamed("excluded"), Scalar], BackendSelection.Parse("-excluded", ["excluded"]));

        (string Name, string? OffBecause)[] states = [.. ladder.States];
        Assert.Equal(("missing", "the processor has no such thing"), states[0]);
        Assert.Equal("forbidden", states[1].Name);
        Assert.Contains("permission denied", states[1].OffBecause, StringComparison.Ordinal);
        Assert.Equal("excluded", states[2].Name);
        Assert.Contains("'-excluded'", states[2].OffBecause, StringComparison.Ordinal);
        Assert.Equal(("scalar", null), states[3]);
        Assert.Equal("scalar", ladder.For(SignatureAlgorithm.EcdsaP256)?.Name);
    }

    [Fact]
    public void The_first_step_that_serves_is_taken_and_quarantine_moves_on()
    {
        IBackend first = new NamedScalar("first");
        var ladder = new BackendLadder([new BackendStep("first", () => first), Scalar], BackendSelection.All);
        Assert.Same(first, ladder.For(SignatureAlgorithm.Sm2));
        Assert.Same(first, ladder.For(HashFunction.Sm3));

        ladder.Quarantine(first, "because");
        ladder.Quarantine(first, "something else");

        Assert.Equal("scalar", ladder.For(SignatureAlgorithm.Sm2)?.Name);
        Assert.Equal("scalar", ladder.For(HashFunction.Sm3)?.Name);
        Assert.Equal(("first", "because"), ladder.States.First());
    }

    [Fact]
    public void A_ladder_without_a_step_that_serves_is_an_error_with_all_reasons()
    {
        BackendException exception = Assert.Throws<BackendException>(
            () => new BackendLadder([Missing, Forbidden, Scalar], BackendSelection.Parse("-scalar", ["scalar"])));

        Assert.Contains("no such thing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("permission denied", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'-scalar'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("faulty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_late_a_wrong_backend_is_found_before_its_first_result_counts()
    {
        var wrong = new PretendingBackend { AnswersWrong = true };
        BackendLadder ladder = BackendLadder.AskingLate([new BackendStep("pretending", () => wrong), Scalar], BackendSelection.All);
        Assert.Null(ladder.States.First().OffBecause);

        Assert.Equal("scalar", ladder.For(SignatureAlgorithm.EcdsaP256)?.Name);
        Assert.Contains("wrong known answers", ladder.States.First().OffBecause, StringComparison.Ordinal);
        Assert.Equal("scalar", ladder.For(HashFunction.Sm3)?.Name);
    }

    [Fact]
    public void Asked_late_a_wrong_backend_recovers_no_key()
    {
        var wrong = new PretendingBackend { AnswersWrong = true };
        BackendLadder ladder = BackendLadder.AskingLate([new BackendStep("pretending", () => wrong), Scalar], BackendSelection.All);

        Assert.Equal("scalar", ladder.ForRecovery(SignatureAlgorithm.EcdsaSecp256k1)?.Name);
        Assert.Contains("wrong known answers", ladder.States.First().OffBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_wrong_answers_their_number_and_the_first_three_are_told()
    {
        var wrong = new PretendingBackend { AnswersWrong = true };
        IReadOnlyList<string> all = KnownAnswers.Run(wrong, SignatureAlgorithm.EcdsaP256);
        Assert.True(all.Count > 100, "a backend that accepts everything gets every tampered signature wrong");
        BackendLadder ladder = BackendLadder.AskingLate([new BackendStep("pretending", () => wrong), Scalar], BackendSelection.All);
        ladder.For(SignatureAlgorithm.EcdsaP256);

        string reason = ladder.States.First().OffBecause!;

        Assert.StartsWith($"{all.Count} wrong known answers: {all[0]}, ", reason, StringComparison.Ordinal);
        Assert.Contains(all[2], reason, StringComparison.Ordinal);
        Assert.EndsWith($", and {all.Count - 3} more", reason, StringComparison.Ordinal);
        Assert.True(reason.Length < 600, reason);
    }

    [Fact]
    public void An_unavailable_step_cannot_be_made() => Assert.Throws<PlatformNotSupportedException>(Missing.Create);

    private static BackendStep Renamed(string name) => new(name, () => new NamedScalar(name));

    /// <summary>The definition under another name.</summary>
    private sealed class NamedScalar(string name) : IBackend
    {
        private readonly ScalarBackend _scalar = new();

        public string Name => name;

        public bool Supports(HashFunction function) => _scalar.Supports(function);

        public bool Supports(SignatureAlgorithm algorithm) => _scalar.Supports(algorithm);

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => _scalar.SupportsRecovery(algorithm);

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
            _scalar.Hash(function, messages, ends, digests);

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
            _scalar.HashNodes(function, node, children, parents);

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) => _scalar.Verify(algorithm, batch, codes);

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
            _scalar.Recover(algorithm, batch, publicKeys, codes);

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) => _scalar.CreateSignerTable(algorithm, publicKey, size);
    }
}
