using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Tests.Fabric;

/// <summary>Computes a plan with the platform's cryptography, so that tests can say how each check would come out. No trust, no policies.</summary>
internal sealed class PlanWalk
{
    private readonly Plan _plan;
    private readonly ReadOnlyMemory<byte>[] _slots;
    private readonly bool?[] _results;

    public PlanWalk(Plan plan)
    {
        _plan = plan;
        _slots = [.. Enumerable.Range(0, plan.SlotCount).Select(plan.Input)];
        _results = new bool?[plan.Checks.Count];
        for (int i = 0; i < plan.Checks.Count; i++)
        {
            if (plan.Checks[i].Finding != DecoderFinding.None)
                _results[i] = plan.Checks[i].Finding == DecoderFinding.Holds;
        }

        foreach (PlanNode node in plan.Nodes)
            Compute(node);
    }

    /// <summary>Checks of a kind in order: true, false, or null where nothing decides (not checked, or a policy).</summary>
    public bool?[] Of(CheckKind kind, int transaction = -1) =>
        [.. Enumerable.Range(0, _results.Length)
            .Where(i => _plan.Checks[i].Kind == kind && _plan.Checks[i].Subject.Transaction == transaction)
            .Select(i => _results[i])];

    public PlanCheck Check(CheckKind kind, int transaction = -1) =>
        _plan.Checks.Single(check => check.Kind == kind && check.Subject == new CheckSubject(transaction, 0));

    /// <summary>Kinds of all checks that fail, with their transaction.</summary>
    public (CheckKind Kind, int Transaction)[] Failures() =>
        [.. Enumerable.Range(0, _results.Length)
            .Where(i => _results[i] == false)
            .Select(i => (_plan.Checks[i].Kind, _plan.Checks[i].Subject.Transaction))];

    private void Compute(PlanNode node)
    {
        ReadOnlySpan<int> operands = _plan.Operands(node);
        switch (node.Kind)
        {
            case NodeKind.Hash:
                using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
                {
                    foreach (int part in operands)
                        hash.AppendData(_slots[part].Span);
                    _slots[node.Output] = hash.GetHashAndReset();
                }

                break;
            case NodeKind.Equal:
                _results[node.Check] = _slots[operands[0]].Span.SequenceEqual(_slots[operands[1]].Span);
                break;
            case NodeKind.Verify:
                byte[] message = [.. operands[1..].ToArray().SelectMany(slot => _slots[slot].ToArray())];
                _results[node.Check] = Verify(_plan.Signers[node.Argument], message, _slots[operands[0]].Span);
                break;
        }
    }

    private static bool Verify(SignerReference signer, byte[] message, ReadOnlySpan<byte> signature)
    {
        if (!FabricIdentity.TryDecode(signer.Bytes, out _, out ReadOnlyMemory<byte> pem) || !pem.Span.StartsWith("-----BEGIN"u8))
            return false;
        using var certificate = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem.Span));
        using ECDsa key = certificate.GetECDsaPublicKey()!;
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
