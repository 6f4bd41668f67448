using Appliance.Formats.Asn1;
using Appliance.Formats.Plans;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>Brings a signature from its encoding in the document to the 64-byte column that kernels read.</summary>
public static class SignatureInput
{
    /// <summary>Size of a column entry: r || s.</summary>
    public const int Size = 64;

    private const int RecoverableSize = Size + 1;
    private const int MaxRecoveryId = 3;
    private const int WithPublicKeySize = Size + 64;

    /// <summary>
    /// Writes r || s to <paramref name="destination"/> (64 bytes). Returns null when a kernel must decide, otherwise the verdict
    /// that the encoding alone gives.
    /// </summary>
    /// <param name="encoding">How the signature is encoded.</param>
    /// <param name="signature">The signature as it stands in the document.</param>
    /// <param name="publicKey">The signer's key as kernels take it: an encoding that brings a key must bring this one.</param>
    /// <param name="destination">Receives r || s.</param>
    public static Verdict? Read(
        SignatureEncoding encoding, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey, Span<byte> destination)
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
            case SignatureEncoding.Recoverable:
                if (signature.Length != RecoverableSize || signature[Size] > MaxRecoveryId)
                    return Verdict.SignatureMalformed;
                signature[..Size].CopyTo(destination);
                return null;
            case SignatureEncoding.WithPublicKey:
                if (signature.Length != WithPublicKeySize)
                    return Verdict.SignatureMalformed;
                if (!signature[Size..].SequenceEqual(publicKey))
                    return Verdict.SignatureMismatch;
                signature[..Size].CopyTo(destination);
                return null;
            default:
                return Verdict.Unsupported;
        }
    }
}
