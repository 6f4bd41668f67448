using Appliance.Samples.Keys;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Appliance.Samples.Signatures;

/// <summary>ECDSA with SHA-256 and the nonces of RFC 6979; s as it comes, low or high.</summary>
internal sealed class EcdsaSigner(string curve, SeededBytes seed, string label) : ISampleSigner
{
    private readonly WeierstrassKey _key = new(curve, seed, label);

    public byte[] PublicKey => _key.PublicKey;

    public byte[] Sign(byte[] message)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(message, 0, message.Length);
        byte[] hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);

        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(_key.Order, _key.Scalar, hash);
        while (true)
        {
            BigInteger k = nonces.NextK();
            BigInteger r = _key.Multiply(k).X.Mod(_key.Order);
            BigInteger s = new BigInteger(1, hash).Add(r.Multiply(_key.Scalar)).Multiply(k.ModInverse(_key.Order)).Mod(_key.Order);
            if (r.SignValue != 0 && s.SignValue != 0)
                return [.. WeierstrassKey.Encode(r), .. WeierstrassKey.Encode(s)];
        }
    }
}
