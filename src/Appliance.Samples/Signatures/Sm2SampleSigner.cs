using System.Buffers.Binary;
using Appliance.Samples.Keys;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Math;

namespace Appliance.Samples.Signatures;

/// <summary>SM2 with SM3 and the default identifier. The nonce comes from seed and message, as it must where no randomness is wanted.</summary>
internal sealed class Sm2SampleSigner(SeededBytes seed, string label) : ISampleSigner
{
    private static readonly byte[] Identifier = "1234567812345678"u8.ToArray();

    private readonly WeierstrassKey _key = new("sm2p256v1", seed, label);

    public byte[] PublicKey => _key.PublicKey;

    public byte[] Sign(byte[] message)
    {
        var e = new BigInteger(1, Hash(Identity(), message));
        for (int attempt = 0; ; attempt++)
        {
            // GB/T 32918.2 section 6.1.
            BigInteger k = _key.Derive($"nonce/{label}/{Convert.ToHexStringLower(message)}/{attempt}");
            BigInteger r = e.Add(_key.Multiply(k).X).Mod(_key.Order);
            BigInteger s = _key.Scalar.Add(BigInteger.One).ModInverse(_key.Order).Multiply(k.Subtract(r.Multiply(_key.Scalar))).Mod(_key.Order);
            if (r.SignValue != 0 && s.SignValue != 0 && !r.Add(k).Equals(_key.Order))
                return [.. WeierstrassKey.Encode(r), .. WeierstrassKey.Encode(s)];
        }
    }

    /// <summary>Z_A: the identifier with its length in bits, the curve and the key.</summary>
    private byte[] Identity()
    {
        byte[] bits = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bits, (ushort)(8 * Identifier.Length));
        (BigInteger x, BigInteger y) = _key.Multiply(BigInteger.One);
        return Hash(
            bits,
            Identifier,
            WeierstrassKey.Encode(_key.Domain.Curve.A.ToBigInteger()),
            WeierstrassKey.Encode(_key.Domain.Curve.B.ToBigInteger()),
            WeierstrassKey.Encode(x),
            WeierstrassKey.Encode(y),
            PublicKey);
    }

    private static byte[] Hash(params byte[][] parts)
    {
        var digest = new SM3Digest();
        foreach (byte[] part in parts)
            digest.BlockUpdate(part, 0, part.Length);
        byte[] hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
