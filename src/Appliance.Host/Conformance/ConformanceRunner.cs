using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Wycheproof;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;

namespace Appliance.Host.Conformance;

/// <summary>
/// Runs Wycheproof vectors against one backend: the decoding that documents go through, then the kernel itself, without anything
/// in between that could hide a difference.
/// </summary>
/// <param name="backend">What is tested.</param>
/// <param name="profile">The acceptance rule.</param>
/// <param name="limits">Bounds for reading files.</param>
internal sealed class ConformanceRunner(IBackend backend, SignatureProfile profile, DecodeLimits limits)
{
    private const int SignatureBytes = 64;

    /// <summary>Runs one file.</summary>
    public ConformanceResult Run(string name, ReadOnlyMemory<byte> json)
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

        string found = Verify(each);
        bool valid = found == nameof(SignatureCode.Valid);
        if (valid == (each.Expected == WycheproofResult.Valid))
            result.Agree();
        else
            result.Disagree(new Disagreement(each.Id, each.Comment, each.Flags, each.Expected.ToString(), found));
    }

    private string Verify(WycheproofCase each)
    {
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
            return $"P1363 with {each.Signature.Length} bytes";
        }

        int[] ends = [each.Message.Length];
        var codes = new SignatureCode[1];
        backend.Verify(
            SignatureAlgorithm.EcdsaP256,
            new SignatureBatch
            {
                Count = 1,
                Messages = each.Message.Span,
                MessageEnds = ends,
                Signatures = signature,
                PublicKeys = each.PublicKey.Span,
                RequireLowS = profile == SignatureProfile.Fabric,
            },
            codes);
        return codes[0].ToString();
    }
}
