using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Chains;

namespace Appliance.Log;

/// <summary>
/// The P-256 public key under which a log's heads are signed. Whoever verifies brings it along: it is never taken from a receipt.
/// </summary>
public sealed class LogPublicKey
{
    /// <summary>Length of an ES256 signature r || s in bytes.</summary>
    public const int SignatureSize = 64;

    private const string P256 = "1.2.840.10045.3.1.7";
    private const string PemLabel = "PUBLIC KEY";

    private readonly ECParameters _parameters;

    private LogPublicKey(byte[] subjectPublicKeyInfo, ECParameters parameters)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        _parameters = parameters;
        KeyId = new Digest(SHA256.HashData(subjectPublicKeyInfo));
    }

    /// <summary>SubjectPublicKeyInfo (RFC 5480), DER, uncompressed point: 91 bytes.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>SHA-256 of <see cref="SubjectPublicKeyInfo"/>: the <c>kid</c> of heads and the id of the appliance.</summary>
    public Digest KeyId { get; }

    /// <summary>Reads a SubjectPublicKeyInfo, DER or PEM.</summary>
    /// <exception cref="FormatException">Not a public key on P-256, or more than one key.</exception>
    public static LogPublicKey Parse(ReadOnlySpan<byte> derOrPem)
    {
        try
        {
            byte[] der = Unarmour(derOrPem);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out int read);
            if (read != der.Length)
                throw new FormatException($"{der.Length - read} bytes follow the public key");
            ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
            return parameters.Curve.Oid.Value == P256
                ? new LogPublicKey(key.ExportSubjectPublicKeyInfo(), parameters)
                : throw new FormatException($"the public key is on {parameters.Curve.Oid.FriendlyName ?? "an unnamed curve"}, not on P-256");
        }
        catch (CryptographicException e)
        {
            throw new FormatException($"not an EC public key in SubjectPublicKeyInfo form: {e.Message}", e);
        }
    }

    /// <summary>Whether <paramref name="signature"/> (r || s) is this key's ES256 signature of <paramref name="message"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
            return false;
        using var key = ECDsa.Create(_parameters);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The key in PEM form, as <c>openssl</c> reads it.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, SubjectPublicKeyInfo.Span) + "\n";

    private static byte[] Unarmour(ReadOnlySpan<byte> derOrPem)
    {
        string text = Encoding.ASCII.GetString(derOrPem);
        if (!PemEncoding.TryFind(text, out PemFields fields))
            return derOrPem.ToArray();
        string label = text[fields.Label];
        return label == PemLabel
            ? Convert.FromBase64String(text[fields.Base64Data])
            : throw new FormatException($"PEM holds a {label}, not a {PemLabel}");
    }
}
