using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// Evaluates plans node by node in the caller's thread: the definition that the engine is held against. Stateless and safe for
/// concurrent use.
/// </summary>
/// <param name="backend">Computes each node by itself; the scalar backend unless a test says otherwise.</param>
public sealed class ScalarVerifier(IBackend backend) : IVerifier
{
    /// <summary>The definition: the scalar backend.</summary>
    public ScalarVerifier()
        : this(new ScalarBackend())
    {
    }

    /// <inheritdoc/>
    public ValueTask<PlanResult> EvaluateAsync(BoundPlan plan, CancellationToken cancellation)
    {
        var state = new PlanState(plan);
        PlanWalk.Run(state, Hash, _ => backend, Recover, index => Verify(state, plan.Plan.Nodes[index]), cancellation);
        state.DecideRules();
        return ValueTask.FromResult(new PlanResult(state.Verdicts));
    }

    private byte[] Hash(PlanState state, in PlanNode node)
    {
        byte[] message = Concatenate(state, node, 0);
        HashFunction function = KernelNames.Of(node.Hash);
        byte[] digest = new byte[function.DigestSize()];
        backend.Hash(function, message, [message.Length], digest);
        return digest;
    }

    private bool Recover(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            backend.Recover(
                SignatureAlgorithm.EcdsaSecp256k1,
                new RecoveryBatch
                {
                    Count = 1,
                    Digests = batch.Digests.Slice(i * KeyRecovery.DigestSize, KeyRecovery.DigestSize),
                    Signatures = batch.Signatures.Slice(i * KeyRecovery.SignatureSize, KeyRecovery.SignatureSize),
                },
                publicKeys.Slice(i * KeyRecovery.KeySize, KeyRecovery.KeySize),
                codes.Slice(i, 1));
        }

        return true;
    }

    private void Verify(PlanState state, in PlanNode node)
    {
        Span<byte> signature = stackalloc byte[SignatureInput.Size];
        if (!state.TryPrepareVerify(node, signature))
            return;

        ResolvedSigner signer = state.Bound.Signers[node.Argument];
        SignatureRule rule = SignatureRule.Of(state.Bound, signer.Algorithm);
        byte[] message = Concatenate(state, node, 1);
        Span<SignatureCode> code = stackalloc SignatureCode[1];
        code.Clear();
        backend.Verify(
            signer.Algorithm,
            new SignatureBatch
            {
                Count = 1,
                Messages = message,
                MessageEnds = [message.Length],
                Signatures = signature,
                PublicKeys = signer.PublicKey,
                Prehashed = node.MessageIsDigest,
                RequireLowS = rule.RequireLowS,
                Ed25519Profile = rule.Ed25519,
            },
            code);
        state.Verdicts[node.Check] = code[0].ToVerdict();
    }

    private static byte[] Concatenate(PlanState state, in PlanNode node, int firstOperand)
    {
        byte[] bytes = new byte[state.LengthFrom(node, firstOperand)];
        state.CopyFrom(node, firstOperand, bytes);
        return bytes;
    }
}
