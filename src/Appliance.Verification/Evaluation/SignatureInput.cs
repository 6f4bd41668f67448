using Appliance.Formats.Asn1;
using Appliance.Formats.Plans;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>Brings a signature from its encoding in the document to the 64-byte column that kernels read.</summary>
public static class SignatureInput
{
    /// <summary>Size of a column entry: r || s.</summary>
    public const int Size = 64;

    /// <summary>
    /// Writes r || s to <paramref name="destination"/> (64 bytes). Returns null when a kernel must decide, otherwise the verdict
    /// that the encoding alone gives.
    /// </summary>
    public static Verdict? Read(SignatureEncoding encoding, ReadOnlySpan<byte> signature, Span<byte> destination)
    {
        switch (encoding)
        {
            case SignatureEncoding.P1363:
                if (signature.Length != Size)
                    return Verdict.SignatureMalformed;
                signature.CopyTo(destination);
                return null;
            case SignatureEncoding.Der:
                return EcdsaSignatureDer.TryDecode(signature, destination) switch
                {
                    DerSignatureResult.Ok => null,
                    DerSignatureResult.OutOfRange => Verdict.SignatureOutOfRange,
                    _ => Verdict.SignatureMalformed,
                };
            default:
                return Verdict.Unsupported;
        }
    }
}
