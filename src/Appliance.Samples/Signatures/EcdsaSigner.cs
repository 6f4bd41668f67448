using Appliance.Samples.Keys;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Samples.Signatures;

/// <summary>ECDSA with SHA-256 and the nonces of RFC 6979; s as it comes, low or high.</summary>
internal sealed class EcdsaSigner(string curve, SeededBytes seed, string label) : ISampleSigner
{
    private readonly WeierstrassKey _key = new(curve, seed, label);

    public byte[] PublicKey => _key.PublicKey;

    public byte[] Sign(byte[] message)
    {
        var signer = new DsaDigestSigner(
            new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest())), new Sha256Digest(), PlainDsaEncoding.Instance);
        signer.Init(forSigning: true, _key.Private);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
