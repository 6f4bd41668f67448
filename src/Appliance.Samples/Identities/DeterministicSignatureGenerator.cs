using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Samples.Keys;

namespace Appliance.Samples.Identities;

/// <summary>Lets the platform build certificates that a <see cref="SampleKey"/> signs.</summary>
internal sealed class DeterministicSignatureGenerator(SampleKey key) : X509SignatureGenerator
{
    /// <summary>AlgorithmIdentifier { ecdsa-with-SHA256 } without parameters (RFC 5758, section 3.2).</summary>
    private static readonly byte[] EcdsaWithSha256 = Convert.FromHexString("300A06082A8648CE3D040302");

    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [.. EcdsaWithSha256];

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.Sign(data).ToDer();

    protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _);
}
