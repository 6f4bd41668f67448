using System.Security.Cryptography;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Tests.FiscoBcos;
using Appliance.Verification.Verdicts;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using HashAlgorithm = Appliance.Formats.Plans.HashAlgorithm;

namespace Appliance.Verification.Tests.Evaluation;

/// <summary>The meaning of each kind of node.</summary>
public sealed class PlanEvaluationTests
{
    private static readonly CheckSubject Subject = CheckSubject.Document;

    [Fact]
    public async Task An_undecided_check_is_not_checked()
    {
        var builder = new PlanBuilder();
        builder.NotChecked(CheckKind.CommitHash, Subject, mandatory: false, "nobody can");
        Assert.Equal([Verdict.NotChecked], await EvaluateAsync(builder));
    }

    [Fact]
    public async Task Equal_compares_a_claim_with_a_computed_hash()
    {
        var builder = new PlanBuilder();
        Slot hash = builder.Hash(HashAlgorithm.Sha256, builder.Input("ab"u8.ToArray()), builder.Input("c"u8.ToArray()));
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(SHA256.HashData("abc"u8)), hash);
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(SHA256.HashData("abd"u8)), hash);
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(default), hash);
        Assert.Equal([Verdict.Valid, Verdict.ValueMismatch, Verdict.ValueMismatch], await EvaluateAsync(builder));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(0, 0)]
    public async Task A_proof_that_does_not_fit_its_tree_equals_nothing_not_even_nothing(long index, long size)
    {
        var builder = new PlanBuilder();
        Slot root = builder.FoldProof(HashAlgorithm.Sha256, builder.Input(new byte[32]), index, size, builder.Input(new byte[32]));
        Slot other = builder.FoldProof(HashAlgorithm.Sha256, builder.Input(new byte[32]), index, size, builder.Input(new byte[32]));
        Slot hashed = builder.Hash(HashAlgorithm.Sha256, root);
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(default), root);
        builder.Equal(CheckKind.DataHash, Subject, root, other);
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(SHA256.HashData([])), hashed);
        Assert.All(await EvaluateAsync(builder), verdict => Assert.Equal(Verdict.ValueMismatch, verdict));
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(-1, 2, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 2, 2)]
    [InlineData(3, 4, 1)]
    [InlineData(3, long.MaxValue, 1)]
    [InlineData(1, 2, 70)]
    public async Task A_consistency_proof_that_does_not_fit_its_trees_equals_nothing(long first, long second, int length)
    {
        var builder = new PlanBuilder();
        Slot hash = builder.Input(new byte[32]);
        Slot[] path = [.. Enumerable.Repeat(hash, length)];
        foreach (ConsistencyRoot wanted in Enum.GetValues<ConsistencyRoot>())
        {
            Slot root = builder.FoldConsistency(HashAlgorithm.Sha256, wanted, hash, first, second, path);
            builder.Equal(CheckKind.ConsistencyProof, Subject, hash, root);
            builder.Equal(CheckKind.ConsistencyProof, Subject, builder.Input(default), root);
        }

        Assert.All(await EvaluateAsync(builder), verdict => Assert.Equal(Verdict.ValueMismatch, verdict));
    }

    [Fact]
    public async Task A_consistency_proof_leads_to_both_roots_and_hashes_of_another_length_to_none()
    {
        byte[] left = SHA256.HashData([1]);
        byte[] right = SHA256.HashData([2]);
        byte[] both = SHA256.HashData([0x01, .. left, .. right]);
        var builder = new PlanBuilder();
        Slot first = builder.FoldConsistency(HashAlgorithm.Sha256, ConsistencyRoot.First, builder.Input(left), 1, 2, builder.Input(right));
        Slot second = builder.FoldConsistency(HashAlgorithm.Sha256, ConsistencyRoot.Second, builder.Input(left), 1, 2, builder.Input(right));
        Slot odd = builder.FoldConsistency(HashAlgorithm.Sha256, ConsistencyRoot.First, builder.Input(left), 1, 2, builder.Input(right.AsMemory(1)));
        builder.Equal(CheckKind.ConsistencyProof, Subject, builder.Input(left), first);
        builder.Equal(CheckKind.ConsistencyProof, Subject, builder.Input(both), second);
        builder.Equal(CheckKind.ConsistencyProof, Subject, builder.Input(left), odd);
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.ValueMismatch], await EvaluateAsync(builder));
    }

    [Fact]
    public async Task A_signature_counts_only_from_a_signer_who_may_sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] message = "message"u8.ToArray();
        byte[] signature = key.SignData(message, HashAlgorithmName.SHA256);
        var builder = new PlanBuilder();
        Slot[] parts = [builder.Input(message.AsMemory(0, 3)), builder.Input(message.AsMemory(3))];
        var good = new SignerReference(SignerForm.SubjectPublicKeyInfo, new byte[] { 1 });
        var refused = new SignerReference(SignerForm.SubjectPublicKeyInfo, new byte[] { 2 });
        Slot signed = builder.Input(signature);
        int first = builder.Verify(CheckKind.CreatorSignature, Subject, good, SignatureEncoding.P1363, signed, parts);
        int second = builder.Verify(CheckKind.CreatorSignature, Subject, refused, SignatureEncoding.P1363, signed, parts);
        builder.Verify(CheckKind.CreatorSignature, Subject, good, SignatureEncoding.P1363, builder.Input(signature.AsMemory(1)), parts);
        builder.Verify(CheckKind.CreatorSignature, Subject, good, SignatureEncoding.P1363, signed, [parts[1]]);
        builder.Quorum(CheckKind.OrdererPolicy, Subject, 1, [first, second]);
        builder.Quorum(CheckKind.OrdererPolicy, Subject, 2, [first, first]);

        Verdict[] verdicts = await EvaluateAsync(
            builder,
            [Accepted(key, "one"), ResolvedSigner.Refused(Verdict.CertificateRevoked, "two", "revoked")]);

        Assert.Equal(
            [Verdict.Valid, Verdict.CertificateRevoked, Verdict.SignatureMalformed, Verdict.SignatureMismatch, Verdict.Valid, Verdict.PolicyUnsatisfied],
            verdicts);
    }

    [Fact]
    public async Task One_party_under_two_spellings_counts_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] signature = key.SignData("m"u8, HashAlgorithmName.SHA256);
        var builder = new PlanBuilder();
        Slot message = builder.Input("m"u8.ToArray());
        Slot signed = builder.Input(signature);
        int first = builder.Verify(
            CheckKind.CreatorSignature, Subject, new(SignerForm.FabricIdentity, new byte[] { 1 }), SignatureEncoding.P1363, signed, [message]);
        int second = builder.Verify(
            CheckKind.CreatorSignature, Subject, new(SignerForm.FabricIdentity, new byte[] { 2 }), SignatureEncoding.P1363, signed, [message]);
        builder.Quorum(CheckKind.OrdererPolicy, Subject, 2, [first, second]);

        Verdict[] verdicts = await EvaluateAsync(builder, [Accepted(key, "same"), Accepted(key, "same")]);

        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.PolicyUnsatisfied], verdicts);
    }

    [Fact]
    public async Task Member_asks_whether_a_value_is_among_others()
    {
        var builder = new PlanBuilder();
        Slot hash = builder.Hash(HashAlgorithm.Sha256, builder.Input("abc"u8.ToArray()));
        Slot same = builder.Input(SHA256.HashData("abc"u8));
        Slot other = builder.Input(new byte[32]);
        Slot missing = builder.FoldProof(HashAlgorithm.Sha256, other, 1, 1);
        Slot failed = builder.FoldProof(HashAlgorithm.Sha256, other, 2, 1);
        builder.Member(CheckKind.DataHash, Subject, hash, [other, same]);
        builder.Member(CheckKind.DataHash, Subject, hash, [other]);
        builder.Member(CheckKind.DataHash, Subject, hash, []);
        builder.Member(CheckKind.DataHash, Subject, missing, [failed, builder.Input(default)]);
        builder.Member(CheckKind.DataHash, Subject, hash, [missing, same]);
        Assert.Equal(
            [Verdict.Valid, Verdict.ValueMismatch, Verdict.ValueMismatch, Verdict.ValueMismatch, Verdict.Valid],
            await EvaluateAsync(builder));
    }

    [Fact]
    public async Task A_hash_may_drop_the_front_of_its_digest()
    {
        var builder = new PlanBuilder();
        Slot tail = builder.HashTail(HashAlgorithm.Sha256, 12, builder.Input("abc"u8.ToArray()));
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(SHA256.HashData("abc"u8)[12..]), tail);
        builder.Equal(CheckKind.DataHash, Subject, builder.Input(SHA256.HashData("abc"u8)), tail);
        Assert.Equal([Verdict.Valid, Verdict.ValueMismatch], await EvaluateAsync(builder));
    }

    [Fact]
    public async Task A_recovered_key_is_a_value_and_a_signature_without_one_leaves_none()
    {
        var key = new FiscoKey(national: false, 7);
        byte[] digest = SHA256.HashData("m"u8);
        byte[] signature = key.Sign(digest);
        byte[] zero = [.. new byte[64], 0];
        var builder = new PlanBuilder();
        Slot claimed = builder.Input(key.PublicKey);
        Slot computed = builder.Hash(HashAlgorithm.Sha256, builder.Input("m"u8.ToArray()));
        Add(builder.Input(digest), signature);
        Add(computed, signature);
        Add(builder.Input(digest), key.Mirror(signature));
        Add(builder.Input(SHA256.HashData("other"u8)), signature);
        Add(builder.Input(digest), [.. signature[..64], (byte)(signature[64] ^ 1)]);
        Add(builder.Input(digest), [.. signature[..64], 4]);
        Add(builder.Input(digest), signature[..64]);
        Add(builder.Input(digest[..31]), signature);
        Add(builder.Input(digest), zero);
        builder.Equal(
            CheckKind.SenderAddress, Subject, builder.RecoverKey(builder.Input(digest), builder.Input(zero)), builder.RecoverKey(builder.Input(digest), builder.Input(zero)));

        Verdict[] verdicts = await EvaluateAsync(builder);

        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.Valid], verdicts[..3]);
        Assert.All(verdicts[3..], verdict => Assert.Equal(Verdict.ValueMismatch, verdict));

        void Add(Slot message, byte[] signed) =>
            builder.Equal(CheckKind.SenderAddress, Subject, claimed, builder.RecoverKey(message, builder.Input(signed)));
    }

    [Fact]
    public async Task A_policy_that_nobody_knows_is_not_satisfied_and_not_refuted()
    {
        var builder = new PlanBuilder();
        builder.Policy(CheckKind.EndorsementPolicy, Subject, "chaincode:x", []);
        Assert.Equal([Verdict.PolicyUnknown], await EvaluateAsync(builder));
    }

    [Fact]
    public async Task A_backend_that_writes_no_code_is_a_fault_and_never_valid()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var builder = new PlanBuilder();
        Slot signed = builder.Input(key.SignData("m"u8, HashAlgorithmName.SHA256));
        builder.Verify(
            CheckKind.CreatorSignature, Subject, new(SignerForm.FabricIdentity, new byte[] { 1 }), SignatureEncoding.P1363, signed, [builder.Input("m"u8.ToArray())]);
        var bound = new BoundPlan(builder.Build(), [Accepted(key, "one")], [], SignatureProfile.Fips186);

        PlanResult result = await new ScalarVerifier(new SilentBackend()).EvaluateAsync(bound, TestContext.Current.CancellationToken);

        Assert.Equal([Verdict.BackendFault], result.Verdicts);
    }

    [Theory]
    [InlineData(SignatureEncoding.Der)]
    [InlineData(SignatureEncoding.P1363)]
    public async Task An_ed25519_signature_has_one_encoding_whatever_the_protocol_says_of_ecdsa(SignatureEncoding encoding)
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        var signer = new Ed25519Signer();
        signer.Init(true, key);
        signer.BlockUpdate("m"u8.ToArray(), 0, 1);
        var builder = new PlanBuilder();
        builder.Verify(
            CheckKind.CreatorSignature, Subject, new(SignerForm.FabricIdentity, new byte[] { 1 }), encoding, builder.Input(signer.GenerateSignature()), [builder.Input("m"u8.ToArray())]);

        Verdict[] verdicts = await EvaluateAsync(
            builder, [ResolvedSigner.Accepted("one", "one", SignatureAlgorithm.Ed25519, key.GeneratePublicKey().GetEncoded(), null)]);

        Assert.Equal([Verdict.Valid], verdicts);
    }

    private static ResolvedSigner Accepted(ECDsa key, string party)
    {
        ECParameters parameters = key.ExportParameters(false);
        return ResolvedSigner.Accepted(party, party, SignatureAlgorithm.EcdsaP256, [.. parameters.Q.X!, .. parameters.Q.Y!], null);
    }

    private static async Task<Verdict[]> EvaluateAsync(PlanBuilder builder, IReadOnlyList<ResolvedSigner>? signers = null)
    {
        Plan plan = builder.Build();
        var bound = new BoundPlan(plan, signers ?? [], new IPolicy?[plan.Policies.Count], SignatureProfile.Fips186);
        PlanResult result = await new ScalarVerifier().EvaluateAsync(bound, TestContext.Current.CancellationToken);
        return [.. result.Verdicts];
    }

    private sealed class SilentBackend : IBackend
    {
        public string Name => "silent";

        public bool Supports(HashFunction function) => true;

        public bool Supports(SignatureAlgorithm algorithm) => true;

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => true;

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
        {
        }

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
        {
        }

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
        {
        }

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
        {
        }

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) => null;
    }
}
