using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Formats.Wycheproof;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Transparency;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Conformance;

/// <summary>
/// Runs vectors against one backend: the decoding that documents go through, then the kernel itself, without anything in between that could
/// hide a difference.
/// </summary>
/// <param name="backend">What is tested.</param>
/// <param name="rules">The acceptance rules.</param>
/// <param name="limits">Bounds for reading files.</param>
internal sealed class ConformanceRunner(IBackend backend, ConformanceRules rules, DecodeLimits limits)
{
    private const int SignatureBytes = 64;

    /// <summary>Runs one file.</summary>
    public async Task<ConformanceResult> RunAsync(string name, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        MerkleProof.Recognise(json.Span) ? await RunProofAsync(name, json, cancellation).ConfigureAwait(false) : RunSignatures(name, json);

    /// <summary>A file of transparency-dev/merkle is one case: a proof, and whether it must be refused.</summary>
    private async Task<ConformanceResult> RunProofAsync(string name, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        MerkleProof proof;
        try
        {
            proof = MerkleProof.Decode(json, limits);
        }
        catch (DecodeException exception)
        {
            return new ConformanceResult(name) { Error = exception.Message };
        }

        var result = new ConformanceResult(name);
        if (proof.WantError is not { } wantError)
        {
            result.Skip("the file does not say whether the proof holds");
            return result;
        }

        if (!backend.Supports(KernelNames.Of(proof.Hash)))
        {
            result.Skip($"backend {backend.Name} does not compute {proof.Hash}");
            return result;
        }

        Verdict found = await MerkleProofCheck.CheckAsync(proof, new ScalarVerifier(backend), cancellation).ConfigureAwait(false);
        if (found.Outcome() == (wantError ? Outcome.NotGenuine : Outcome.Genuine))
            result.Agree();
        else
            result.Disagree(new Disagreement(1, proof.Description ?? string.Empty, [], wantError ? "refused" : "accepted", found.ToString()));
        return result;
    }

    private ConformanceResult RunSignatures(string name, ReadOnlyMemory<byte> json)
    {
        WycheproofFile file;
        try
        {
            file = WycheproofFile.Decode(json, limits);
        }
        catch (DecodeException exception)
        {
            return new ConformanceResult(name) { Error = exception.Message };
        }

        var result = new ConformanceResult(name);
        foreach (WycheproofCase each in file.Cases)
            Run(each, result);
        return result;
    }

    private void Run(WycheproofCase each, ConformanceResult result)
    {
        if (each.SkippedBecause is { } reason)
        {
            result.Skip(reason);
            return;
        }

        if (each.Expected == WycheproofResult.Acceptable)
        {
            result.Skip("the file accepts either outcome");
            return;
        }

        if (!backend.Supports(AlgorithmOf(each.Scheme)))
        {
            result.Skip($"backend {backend.Name} does not compute {each.Scheme}");
            return;
        }

        string found = Verify(each);
        bool valid = found == nameof(SignatureCode.Valid);
        if (valid == (each.Expected == WycheproofResult.Valid))
            result.Agree();
        else
            result.Disagree(new Disagreement(each.Id, each.Comment, each.Flags, each.Expected.ToString(), found));
    }

    private static SignatureAlgorithm AlgorithmOf(WycheproofScheme scheme) => scheme switch
    {
        WycheproofScheme.EcdsaP256 => SignatureAlgorithm.EcdsaP256,
        WycheproofScheme.EcdsaSecp256k1 => SignatureAlgorithm.EcdsaSecp256k1,
        _ => SignatureAlgorithm.Ed25519,
    };

    private string Verify(WycheproofCase each)
    {
        SignatureAlgorithm algorithm = AlgorithmOf(each.Scheme);
        byte[] signature = new byte[SignatureBytes];
        if (each.Encoding == SignatureEncoding.Der)
        {
            DerSignatureResult decoded = EcdsaSignatureDer.TryDecode(each.Signature.Span, signature);
            if (decoded != DerSignatureResult.Ok)
                return $"DER {decoded}";
        }
        else if (each.Signature.Length == SignatureBytes)
        {
            each.Signature.CopyTo(signature);
        }
        else
        {
            return $"a signature of {each.Signature.Length} bytes, not {SignatureBytes}";
        }

        int[] ends = [each.Message.Length];
        var codes = new SignatureCode[1];
        backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = 1,
                Messages = each.Message.Span,
                MessageEnds = ends,
                Signatures = signature,
                PublicKeys = each.PublicKey.Span,
                RequireLowS = algorithm != SignatureAlgorithm.Ed25519 && (each.RequireLowS || rules.Ecdsa != SignatureProfile.Fips186),
                Ed25519Profile = algorithm == SignatureAlgorithm.Ed25519 ? rules.Ed25519 : default,
            },
            codes);
        return codes[0].ToString();
    }
}
