using System.Security.Cryptography;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;
using HashAlgorithm = Appliance.Formats.Plans.HashAlgorithm;

namespace Appliance.Engine.Tests;

/// <summary>The engine gives the scalar evaluator's verdicts, whatever is merged with whatever.</summary>
public sealed class BatchingVerifierTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, 5).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    [Fact]
    public async Task Concurrent_plans_of_valid_and_invalid_items_agree_with_the_scalar_evaluator()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        BoundPlan[] plans = [.. Enumerable.Range(0, 40).Select(_ => RandomPlan(random))];
        var scalar = new ScalarVerifier();
        await using var engine = new BatchingVerifier(
            new BackendLadder([new ScalarBackend()]), new EngineOptions { MaxBatchItems = 16, SignerTableAfter = 5, MaxQueuedWaves = 4 });

        PlanResult[] batched = await Task.WhenAll(plans.Select(plan => engine.EvaluateAsync(plan, Never).AsTask()));

        for (int i = 0; i < plans.Length; i++)
            Assert.Equal((await scalar.EvaluateAsync(plans[i], Never)).Verdicts, batched[i].Verdicts);
        Assert.True(engine.SignerTables.Tables > 0, "keys that verified often have a comb table");
        Assert.True(engine.Statistics.Batches > 0);
    }

    [Fact]
    public async Task Recovered_keys_agree_with_the_scalar_evaluator()
    {
        // A transaction of FISCO BCOS 3 (FISCO-BCOS/java-sdk 013a9dd, ResponseTest): the last 20 bytes of Keccak-256 of the key are its sender.
        byte[] digest = Convert.FromHexString("08bf58cb6974d6011b4c38dfba6042a5581d09bcdad608b35c01faab60e65f60");
        byte[] signature = Convert.FromHexString(
            "d718e60c0b5a4afd69de84ef1084e2753c729875b3c514189f986047d354b4050c20d151efeadd0cff4b4a90517bb3200247cbe2c7dd930cf02e90c9f5939bd500");
        byte[] sender = Convert.FromHexString("45ed2b4ee8546a2808f6ea30a41b4e04074b3f17");
        var builder = new PlanBuilder();
        for (int i = 0; i < 20; i++)
        {
            byte[] changed = [.. signature];
            changed[(i * 5) % 65] ^= (byte)(i % 4 == 0 ? 0 : 1 << (i % 8));
            Slot key = builder.RecoverKey(builder.Input(digest), builder.Input(changed));
            Slot address = builder.HashTail(HashAlgorithm.Keccak256, 12, key);
            builder.Equal(CheckKind.SenderAddress, new CheckSubject(i, 0), builder.Input(sender), address);
            builder.Member(CheckKind.SenderAddress, new CheckSubject(i, 1), address, [builder.Input(new byte[20]), builder.Input(sender)]);
        }

        var plan = new BoundPlan(builder.Build(), [], [], SignatureProfile.Fips186);
        await using var engine = new BatchingVerifier(new BackendLadder([new ScalarBackend()]), new EngineOptions());

        PlanResult batched = await engine.EvaluateAsync(plan, Never);

        Assert.Equal((await new ScalarVerifier().EvaluateAsync(plan, Never)).Verdicts, batched.Verdicts);
        for (int i = 0; i < batched.Verdicts.Count; i++)
            Assert.Equal(i / 2 % 4 == 0 ? Verdict.Valid : Verdict.ValueMismatch, batched.Verdicts[i]);
    }

    [Fact]
    public async Task Sm2_signatures_agree_with_the_scalar_evaluator()
    {
        // The example of GM/T 0003.5-2012.
        byte[] key = Convert.FromHexString(
            "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        byte[] signature = Convert.FromHexString(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        byte[] message = "message digest"u8.ToArray();
        var builder = new PlanBuilder();
        var signer = new SignerReference(SignerForm.SubjectPublicKeyInfo, key);
        for (int i = 0; i < 40; i++)
        {
            byte[] bytes = (byte[])message.Clone();
            bytes[0] ^= (byte)(i % 2);
            Slot[] parts = i % 3 == 0 ? [builder.Input(bytes)] : [builder.Input(bytes.AsMemory(0, 7)), builder.Input(bytes.AsMemory(7))];
            builder.Verify(CheckKind.CreatorSignature, new CheckSubject(i, 0), signer, SignatureEncoding.P1363, builder.Input(signature), parts);
        }

        var plan = new BoundPlan(
            builder.Build(), [ResolvedSigner.Accepted("example", "example", SignatureAlgorithm.Sm2, key, null)], [], SignatureProfile.Fips186);
        await using var engine = new BatchingVerifier(new BackendLadder([new ScalarBackend()]), new EngineOptions { MaxBatchItems = 8, SignerTableAfter = 3 });

        PlanResult first = await engine.EvaluateAsync(plan, Never);
        PlanResult withTable = await engine.EvaluateAsync(plan, Never);

        Assert.Equal((await new ScalarVerifier().EvaluateAsync(plan, Never)).Verdicts, first.Verdicts);
        Assert.Equal(first.Verdicts, withTable.Verdicts);
        Assert.Equal(20, first.Verdicts.Count(verdict => verdict == Verdict.Valid));
        Assert.Equal(1, engine.SignerTables.Tables);
    }

    [Fact]
    public async Task A_backend_that_throws_is_quarantined_and_its_batch_computed_by_the_next()
    {
        var traitor = new Treacherous("first");
        var ladder = new BackendLadder([traitor, new ScalarBackend()]);
        traitor.Turned = true;
        BoundPlan plan = RandomPlan(new Random(1));
        await using var engine = new BatchingVerifier(ladder, new EngineOptions());

        PlanResult result = await engine.EvaluateAsync(plan, Never);

        Assert.Equal((await new ScalarVerifier().EvaluateAsync(plan, Never)).Verdicts, result.Verdicts);
        Assert.Contains("sabotage", ladder.States.Single(state => state.Name == "first").OffBecause, StringComparison.Ordinal);
        Assert.Equal([("first", 1L)], engine.Statistics.Faults);
    }

    [Fact]
    public async Task With_no_backend_left_nothing_is_valid()
    {
        var traitor = new Treacherous("only");
        await using var engine = new BatchingVerifier(new BackendLadder([traitor]), new EngineOptions());
        traitor.Turned = true;
        BoundPlan plan = RandomPlan(new Random(2));

        PlanResult result = await engine.EvaluateAsync(plan, Never);

        for (int i = 0; i < plan.Plan.Checks.Count; i++)
        {
            if (plan.Plan.SignerOf(i) >= 0)
                Assert.NotEqual(Outcome.Genuine, result.Verdicts[i].Outcome());
        }
    }

    [Fact]
    public void A_backend_with_wrong_known_answers_is_not_admitted()
    {
        BackendException refused = Assert.Throws<BackendException>(() => new BackendLadder([new YesSayer()]));
        Assert.Contains("yes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_no_verdict_and_disturbs_nobody()
    {
        await using var engine = new BatchingVerifier(new BackendLadder([new ScalarBackend()]), new EngineOptions());
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.EvaluateAsync(RandomPlan(new Random(3)), gone.Token));

        BoundPlan plan = RandomPlan(new Random(4));
        PlanResult after = await engine.EvaluateAsync(plan, Never);
        Assert.Equal((await new ScalarVerifier().EvaluateAsync(plan, Never)).Verdicts, after.Verdicts);
    }

    [Fact]
    public void Tables_stay_within_their_memory()
    {
        var backend = new ScalarBackend();
        long one = backend.CreateSignerTable(SignatureAlgorithm.EcdsaP256, PublicKey(_keys[0]))!.SizeInBytes;
        var cache = new SignerTableCache(2 * one, promoteAfter: 1);
        foreach (ECDsa key in _keys)
            cache.CountValid(backend, SignatureAlgorithm.EcdsaP256, PublicKey(key));
        Assert.Equal(2, cache.Tables);
        Assert.Equal(2 * one, cache.Bytes);
        Assert.NotNull(cache.Find(SignatureAlgorithm.EcdsaP256, PublicKey(_keys[^1])));
    }

    public void Dispose()
    {
        foreach (ECDsa key in _keys)
            key.Dispose();
    }

    private static byte[] PublicKey(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(false);
        return [.. parameters.Q.X!, .. parameters.Q.Y!];
    }

    private BoundPlan RandomPlan(Random random)
    {
        var builder = new PlanBuilder();
        for (int i = 0; i < 30; i++)
        {
            int keyIndex = random.Next(_keys.Length + 1);
            byte[] message = new byte[random.Next(1, 300)];
            random.NextBytes(message);
            byte[] signature = _keys[Math.Min(keyIndex, _keys.Length - 1)].SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            switch (random.Next(4))
            {
                case 0:
                    message[random.Next(message.Length)] ^= 1;
                    break;
                case 1:
                    signature[random.Next(signature.Length)] ^= 1;
                    break;
            }

            int cut = random.Next(message.Length + 1);
            ReadOnlySpan<Slot> parts = random.Next(2) == 0
                ? [builder.Input(message)]
                : [builder.Input(message.AsMemory(0, cut)), builder.Input(message.AsMemory(cut))];
            builder.Verify(
                CheckKind.CreatorSignature,
                new CheckSubject(i, 0),
                new SignerReference(SignerForm.FabricIdentity, new[] { (byte)keyIndex }),
                SignatureEncoding.Der,
                builder.Input(signature),
                parts);
            Slot hash = builder.Hash(HashAlgorithm.Sha256, parts);
            byte[] claimed = SHA256.HashData(message);
            claimed[0] ^= (byte)random.Next(2);
            builder.Equal(CheckKind.DataHash, new CheckSubject(i, 0), builder.Input(claimed), hash);
        }

        int[] all = [.. Enumerable.Range(0, 60).Where(check => check % 2 == 0)];
        builder.Quorum(CheckKind.OrdererPolicy, CheckSubject.Document, 3, all);
        Plan plan = builder.Build();
        ResolvedSigner[] signers =
        [
            .. plan.Signers.Select(signer => signer.Bytes.Span[0] == _keys.Length
                ? ResolvedSigner.Refused(Verdict.CertificateUntrusted, "stranger", "no path")
                : ResolvedSigner.Accepted(
                    $"key {signer.Bytes.Span[0]}", $"{signer.Bytes.Span[0]}", SignatureAlgorithm.EcdsaP256, PublicKey(_keys[signer.Bytes.Span[0]]), null)),
        ];
        return new BoundPlan(plan, signers, [], random.Next(2) == 0 ? SignatureProfile.Fabric : SignatureProfile.Fips186);
    }

    /// <summary>Gives right answers until it is admitted, then throws.</summary>
    private sealed class Treacherous(string name) : IBackend
    {
        private readonly ScalarBackend _scalar = new();

        public bool Turned { get; set; }

        public string Name => name;

        public bool Supports(HashFunction function) => _scalar.Supports(function);

        public bool Supports(SignatureAlgorithm algorithm) => _scalar.Supports(algorithm);

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => _scalar.SupportsRecovery(algorithm);

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
            _scalar.HashNodes(function, node, children, parents);

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
        {
            if (Turned)
                throw new InvalidOperationException("sabotage");
            _scalar.Recover(algorithm, batch, publicKeys, codes);
        }

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
            _scalar.Hash(function, messages, ends, digests);

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
        {
            if (Turned)
                throw new InvalidOperationException("sabotage");
            _scalar.Verify(algorithm, batch, codes);
        }

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
            _scalar.CreateSignerTable(algorithm, publicKey, size);
    }

    /// <summary>Lying hardware: everything is valid.</summary>
    private sealed class YesSayer : IBackend
    {
        private readonly ScalarBackend _scalar = new();

        public string Name => "yes";

        public bool Supports(HashFunction function) => true;

        public bool Supports(SignatureAlgorithm algorithm) => true;

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => _scalar.SupportsRecovery(algorithm);

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
            _scalar.HashNodes(function, node, children, parents);

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
            codes[..batch.Count].Fill(SignatureCode.Valid);

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
            _scalar.Hash(function, messages, ends, digests);

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
            codes[..batch.Count].Fill(SignatureCode.Valid);

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
            _scalar.CreateSignerTable(algorithm, publicKey, size);
    }
}
