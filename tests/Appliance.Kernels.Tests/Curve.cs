using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Appliance.Kernels.Tests;

/// <summary>
/// The curve of an algorithm in BouncyCastle's arithmetic, and the acceptance rule written out on it: the independent judge of the
/// kernels.
/// </summary>
public sealed class Curve
{
    private Curve(SignatureAlgorithm algorithm, X9ECParameters parameters)
    {
        Algorithm = algorithm;
        G = parameters.G;
        N = parameters.N;
        P = parameters.Curve.Field.Characteristic;
        Equation = parameters.Curve;
    }

    public SignatureAlgorithm Algorithm { get; }

    public bool IsEcdsa => Algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaSecp256k1;

    public ECCurve Equation { get; }

    public ECPoint G { get; }

    public BigInteger N { get; }

    public BigInteger P { get; }

    public static Curve Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => new Curve(algorithm, SecNamedCurves.GetByName("secp256r1")),
        SignatureAlgorithm.Sm2 => new Curve(algorithm, GMNamedCurves.GetByName("sm2p256v1")),
        SignatureAlgorithm.EcdsaSecp256k1 => new Curve(algorithm, SecNamedCurves.GetByName("secp256k1")),
        _ => throw new NotSupportedException(algorithm.ToString()),
    };

    public static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = value.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    public static byte[] Encode(ECPoint point)
    {
        ECPoint affine = point.Normalize();
        return affine.IsInfinity
            ? new byte[64]
            : [.. affine.AffineXCoord.GetEncoded(), .. affine.AffineYCoord.GetEncoded()];
    }

    public BigInteger RandomScalar(Random random)
    {
        var bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(1, bytes).Mod(N.Subtract(BigInteger.One)).Add(BigInteger.One);
    }

    /// <summary>The signature of digest e by private key d with the ephemeral k.</summary>
    public (BigInteger R, BigInteger S) Sign(BigInteger e, BigInteger d, BigInteger k)
    {
        BigInteger x = G.Multiply(k).Normalize().AffineXCoord.ToBigInteger();
        if (IsEcdsa)
        {
            BigInteger r = x.Mod(N);
            return (r, k.ModInverse(N).Multiply(e.Add(r.Multiply(d))).Mod(N));
        }

        BigInteger sm2R = e.Add(x).Mod(N);
        BigInteger s = d.Add(BigInteger.One).ModInverse(N).Multiply(k.Subtract(sm2R.Multiply(d))).Mod(N);
        return (sm2R, s);
    }

    /// <summary>The code that the acceptance rule gives to a signature of digest e.</summary>
    public SignatureCode Judge(SignatureItem item, bool requireLowS = false)
    {
        var e = new BigInteger(1, item.Message);
        var x = new BigInteger(1, item.PublicKey, 0, 32);
        var y = new BigInteger(1, item.PublicKey, 32, 32);
        if (x.CompareTo(P) >= 0 || y.CompareTo(P) >= 0) return SignatureCode.InvalidPublicKey;

        ECPoint key = Equation.CreatePoint(x, y);
        if (!key.IsValid()) return SignatureCode.InvalidPublicKey;

        var r = new BigInteger(1, item.Signature, 0, 32);
        var s = new BigInteger(1, item.Signature, 32, 32);
        if (r.SignValue == 0 || s.SignValue == 0 || r.CompareTo(N) >= 0 || s.CompareTo(N) >= 0) return SignatureCode.OutOfRange;

        return IsEcdsa ? JudgeEcdsa(e, r, s, key, requireLowS) : JudgeSm2(e, r, s, key);
    }

    /// <summary>The code and, where that is valid, the key that SEC 1 section 4.1.6 gives to r || s || v over a digest.</summary>
    public (SignatureCode Code, byte[] PublicKey) JudgeRecovery(byte[] digest, byte[] signature, bool requireLowS = false)
    {
        var r = new BigInteger(1, signature, 0, 32);
        var s = new BigInteger(1, signature, 32, 32);
        int v = signature[64];
        if (r.SignValue == 0 || s.SignValue == 0 || r.CompareTo(N) >= 0 || s.CompareTo(N) >= 0 || v > 3)
        {
            return (SignatureCode.OutOfRange, new byte[64]);
        }

        if (requireLowS && s.CompareTo(N.ShiftRight(1)) > 0) return (SignatureCode.HighS, new byte[64]);

        BigInteger x = (v & 2) == 0 ? r : r.Add(N);
        if (x.CompareTo(P) >= 0) return (SignatureCode.Mismatch, new byte[64]);

        ECFieldElement field = Equation.FromBigInteger(x);
        ECFieldElement? root = field.Square().Add(Equation.A).Multiply(field).Add(Equation.B).Sqrt();
        if (root is null) return (SignatureCode.Mismatch, new byte[64]);

        BigInteger y = root.ToBigInteger();
        if (y.TestBit(0) != ((v & 1) != 0)) y = P.Subtract(y);
        BigInteger inverse = r.ModInverse(N);
        BigInteger u1 = N.Subtract(new BigInteger(1, digest).Multiply(inverse).Mod(N));
        ECPoint key = G.Multiply(u1).Add(Equation.CreatePoint(x, y).Multiply(s.Multiply(inverse).Mod(N)));
        return (key.IsInfinity ? SignatureCode.Mismatch : SignatureCode.Valid, Encode(key));
    }

    private SignatureCode JudgeEcdsa(BigInteger e, BigInteger r, BigInteger s, ECPoint key, bool requireLowS)
    {
        if (requireLowS && s.CompareTo(N.ShiftRight(1)) > 0) return SignatureCode.HighS;

        BigInteger w = s.ModInverse(N);
        ECPoint sum = G.Multiply(e.Multiply(w).Mod(N)).Add(key.Multiply(r.Multiply(w).Mod(N))).Normalize();
        return !sum.IsInfinity && sum.AffineXCoord.ToBigInteger().Mod(N).Equals(r) ? SignatureCode.Valid : SignatureCode.Mismatch;
    }

    private SignatureCode JudgeSm2(BigInteger e, BigInteger r, BigInteger s, ECPoint key)
    {
        BigInteger t = r.Add(s).Mod(N);
        if (t.SignValue == 0) return SignatureCode.OutOfRange;

        ECPoint sum = G.Multiply(s).Add(key.Multiply(t)).Normalize();
        return !sum.IsInfinity && e.Add(sum.AffineXCoord.ToBigInteger()).Mod(N).Equals(r) ? SignatureCode.Valid : SignatureCode.Mismatch;
    }
}
