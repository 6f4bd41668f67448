using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Appliance.Samples.Keys;

/// <summary>
/// A P-256 key pair derived from a seed. Signs deterministically (RFC 6979 with HMAC-SHA-256), which the platform's own ECDSA
/// cannot: a sample must come out the same to the byte. Safe for concurrent use.
/// </summary>
internal sealed class SampleKey
{
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("P-256");
    private static readonly ECDomainParameters Domain = new(Curve);

    /// <summary>SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point itself (RFC 5480).</summary>
    private static readonly byte[] PublicKeyInfoPrefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200");

    private readonly ECPrivateKeyParameters _private;

    private SampleKey(BigInteger scalar)
    {
        _private = new ECPrivateKeyParameters(scalar, Domain);
        byte[] point = Domain.G.Multiply(scalar).Normalize().GetEncoded(compressed: false);
        SubjectPublicKeyInfo = [.. PublicKeyInfoPrefix, .. point];
    }

    /// <summary>The order of the group.</summary>
    public static BigInteger Order => Domain.N;

    /// <summary>DER SubjectPublicKeyInfo, 91 bytes.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>The key that belongs to <paramref name="label"/>. 48 bytes are reduced so that the bias is negligible.</summary>
    public static SampleKey Derive(SeededBytes seed, string label)
    {
        var wide = new BigInteger(1, seed.Derive("key/" + label, 48));
        return new SampleKey(wide.Mod(Order.Subtract(BigInteger.One)).Add(BigInteger.One));
    }

    /// <summary>The key with this private scalar, big-endian, in [1, n-1].</summary>
    public static SampleKey FromScalar(ReadOnlySpan<byte> scalar) => new(new BigInteger(1, scalar));

    /// <summary>ECDSA over SHA-256 of the message, s in the lower half as Fabric demands.</summary>
    public SampleSignature Sign(ReadOnlySpan<byte> message)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, _private);
        BigInteger[] signature = signer.GenerateSignature(SHA256.HashData(message));
        return new SampleSignature(signature[0], signature[1]).WithLowS();
    }
}
