using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>A key of a sealer or sender that signs as FISCO BCOS does, with BouncyCastle.</summary>
internal sealed class FiscoKey
{
    private static readonly byte[] Sm2Id = "1234567812345678"u8.ToArray();

    private readonly bool _national;
    private readonly X9ECParameters _curve;
    private readonly ECPrivateKeyParameters _private;

    public FiscoKey(bool national, int seed)
    {
        _national = national;
        _curve = national ? GMNamedCurves.GetByName("sm2p256v1") : SecNamedCurves.GetByName("secp256k1");
        byte[] scalar = System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(seed));
        _private = new ECPrivateKeyParameters(new BigInteger(1, scalar).Mod(_curve.N), new ECDomainParameters(_curve));
        PublicKey = Encode(_curve.G.Multiply(_private.D));
    }

    /// <summary>X || Y.</summary>
    public byte[] PublicKey { get; }

    public byte[] Address => Hash(_national, PublicKey)[12..];

    public static byte[] Hash(bool national, params byte[][] parts)
    {
        IDigest digest = national ? new SM3Digest() : new KeccakDigest(256);
        foreach (byte[] part in parts)
            digest.BlockUpdate(part, 0, part.Length);
        byte[] hash = new byte[32];
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>r || s || v, or r || s.</summary>
    public byte[] Sign(byte[] hash) => _national ? SignNational(hash) : SignRecoverable(hash);

    /// <summary>r || s || v, or r || s || public key.</summary>
    public byte[] SignAsSender(byte[] hash) => _national ? [.. SignNational(hash), .. PublicKey] : SignRecoverable(hash);

    /// <summary>The other signature of the pair that ECDSA makes: n - s and the opposite parity.</summary>
    public byte[] Mirror(byte[] signature)
    {
        BigInteger s = _curve.N.Subtract(new BigInteger(1, signature[32..64]));
        return [.. signature[..32], .. To32(s), (byte)(signature[64] ^ 1)];
    }

    private byte[] SignNational(byte[] hash)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(true, new ParametersWithID(_private, Sm2Id));
        signer.BlockUpdate(hash, 0, hash.Length);
        return signer.GenerateSignature();
    }

    private byte[] SignRecoverable(byte[] hash)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, _private);
        BigInteger[] pair = signer.GenerateSignature(hash);
        BigInteger s = pair[1].CompareTo(_curve.N.ShiftRight(1)) > 0 ? _curve.N.Subtract(pair[1]) : pair[1];
        byte[] signature = [.. To32(pair[0]), .. To32(s), 0];
        for (byte v = 0; v < 2; v++)
        {
            signature[64] = v;
            if (Recover(hash, pair[0], s, v).AsSpan().SequenceEqual(PublicKey))
                return signature;
        }

        throw new InvalidOperationException("r + n below p: once in 2^128 signatures");
    }

    // SEC 1 section 4.1.6.
    private byte[] Recover(byte[] hash, BigInteger r, BigInteger s, byte v)
    {
        ECPoint point = _curve.Curve.DecodePoint([(byte)(2 + v), .. To32(r)]);
        BigInteger inverse = r.ModInverse(_curve.N);
        ECPoint key = point.Multiply(s).Subtract(_curve.G.Multiply(new BigInteger(1, hash))).Multiply(inverse);
        return Encode(key);
    }

    private static byte[] Encode(ECPoint point) => point.Normalize().GetEncoded(false)[1..];

    private static byte[] To32(BigInteger value)
    {
        byte[] bytes = value.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
