using System.Security.Cryptography;
using Appliance.Samples.Signatures;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Samples.Tests;

public sealed class SampleSignaturesTests
{
    private const int Count = 24;
    private const int Signers = 5;

    public static TheoryData<SampleScheme> Schemes => [.. Enum.GetValues<SampleScheme>()];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_signature_holds_under_its_own_key_and_no_other(SampleScheme scheme)
    {
        SampleSignatures samples = SampleSignatures.Make(scheme, Count, Signers, "tests");

        Assert.Equal(Signers, samples.Keys.Select(Convert.ToHexString).Distinct().Count());
        for (int item = 0; item < Count; item++)
        {
            Assert.True(Holds(samples, item, samples.SignerOf(item)), $"item {item}");
            Assert.False(Holds(samples, item, (samples.SignerOf(item) + 1) % Signers), $"item {item} with another key");
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others(SampleScheme scheme)
    {
        SampleSignatures first = SampleSignatures.Make(scheme, Count, Signers, "a");
        SampleSignatures again = SampleSignatures.Make(scheme, Count, Signers, "a");
        SampleSignatures other = SampleSignatures.Make(scheme, Count, Signers, "b");

        Assert.Equal(first.Signatures, again.Signatures);
        Assert.Equal(first.Messages, again.Messages);
        Assert.Equal(first.Keys, again.Keys);
        Assert.NotEqual(first.Signatures, other.Signatures);
        Assert.NotEqual(first.Keys[0], other.Keys[0]);
    }

    private static bool Holds(SampleSignatures samples, int item, int signer)
    {
        byte[] key = samples.Keys[signer];
        byte[] message = samples.Messages.AsSpan(item * SampleSignatures.MessageSize, SampleSignatures.MessageSize).ToArray();
        byte[] signature = samples.Signatures.AsSpan(item * SampleSignatures.SignatureSize, SampleSignatures.SignatureSize).ToArray();
        return samples.Scheme switch
        {
            SampleScheme.EcdsaP256 => PlatformHolds(ECCurve.NamedCurves.nistP256, key, message, signature),
            SampleScheme.EcdsaSecp256k1 => PlatformHolds(ECCurve.CreateFromFriendlyName("secp256k1"), key, message, signature),
            SampleScheme.Sm2 => Holds(new SM2Signer(PlainDsaEncoding.Instance), Sm2Key(key), message, signature),
            _ => Holds(new Ed25519Signer(), new Ed25519PublicKeyParameters(key), message, signature),
        };
    }

    private static bool PlatformHolds(ECCurve curve, byte[] key, byte[] message, byte[] signature)
    {
        using var platform = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = key[..32], Y = key[32..] } });
        return platform.VerifyData(message, signature, HashAlgorithmName.SHA256);
    }

    private static ECPublicKeyParameters Sm2Key(byte[] key)
    {
        var domain = new ECDomainParameters(GMNamedCurves.GetByName("sm2p256v1"));
        return new ECPublicKeyParameters(domain.Curve.DecodePoint([4, .. key]), domain);
    }

    private static bool Holds(ISigner verifier, ICipherParameters key, byte[] message, byte[] signature)
    {
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(message);
        return verifier.VerifySignature(signature);
    }
}
