using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Cose;
using Appliance.Formats.X509;
using Appliance.Verification.Keys;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Appliance.Verification.Tests.Cose;

/// <summary>Signs messages with libraries that the appliance does not verify with: the platform's for P-256, BouncyCastle for the others.</summary>
internal sealed class CoseSigner
{
    private readonly Func<byte[], byte[]> _sign;

    private CoseSigner(long algorithm, byte[] subjectPublicKeyInfo, Func<byte[], byte[]> sign)
    {
        Algorithm = algorithm;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        _sign = sign;
    }

    public long Algorithm { get; }

    public byte[] SubjectPublicKeyInfo { get; }

    public KnownKey Key => KnownKey.ReadAll(Pem.Encode("PUBLIC KEY", SubjectPublicKeyInfo))[0];

    public static CoseSigner P256(ECDsa? key = null)
    {
        key ??= ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CoseSigner(
            CoseLabels.Es256,
            key.ExportSubjectPublicKeyInfo(),
            message => key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public static CoseSigner Ed25519()
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        return new CoseSigner(
            CoseLabels.EdDsa,
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key.GeneratePublicKey()).GetDerEncoded(),
            message => Sign(new Ed25519Signer(), key, message));
    }

    public static CoseSigner Sm2()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        return new CoseSigner(
            CoseLabels.Sm2WithSm3,
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded(),
            message => Sign(
                new SM2Signer(PlainDsaEncoding.Instance),
                new ParametersWithID(pair.Private, Encoding.ASCII.GetBytes("1234567812345678")),
                message));
    }

    public static CoseSigner Of(string scheme) => scheme switch
    {
        "ecdsa-p256-sha256" => P256(),
        "ed25519" => Ed25519(),
        _ => Sm2(),
    };

    /// <summary>Signs a message; the protected headers begin with the algorithm.</summary>
    public byte[] Sign(
        byte[]? payload, Action<CborWriter>? signed = null, int signedCount = 0, Action<CborWriter>? unsigned = null, int unsignedCount = 0, byte[]? signedPayload = null)
    {
        byte[] protectedBytes = Map(signedCount + 1, writer =>
        {
            writer.WriteInt64(CoseLabels.Algorithm);
            writer.WriteInt64(Algorithm);
            signed?.Invoke(writer);
        });
        byte[] signature = _sign(CoseSign1.SigStructure(protectedBytes, signedPayload ?? payload));
        return CoseSign1.Encode(protectedBytes, Map(unsignedCount, writer => unsigned?.Invoke(writer)), Optional(payload), signature);
    }

    /// <summary>Null as null: the conversion from an array makes empty bytes of it.</summary>
    public static ReadOnlyMemory<byte>? Optional(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        return bytes;
    }

    private static byte[] Map(int count, Action<CborWriter> fill)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(count);
        fill(writer);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static byte[] Sign(ISigner signer, ICipherParameters key, byte[] message)
    {
        signer.Init(true, key);
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }
}
