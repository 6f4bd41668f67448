using System.Numerics;
using System.Security.Cryptography;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Edwards25519 and its four rules of acceptance written out over <see cref="BigInteger"/>, after the reference code in RFC 8032 section 6: slow,
/// and the independent judge of the kernels.
/// </summary>
public static class EdwardsReference
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    public static readonly BigInteger D = Modulo(-121665 * Inverse(121666));
    public static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    public static readonly Point Identity = new(0, 1, 1, 0);
    public static readonly Point B = Decode(Bytes(4 * Inverse(5) % P))!;

    /// <summary>A point of order 8.</summary>
    public static readonly Point Torsion = FindTorsion();

    public sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public Point Negate() => new(Modulo(-X), Y, Z, Modulo(-T));

        public bool IsIdentity => X.IsZero && Y == Z;
    }

    /// <summary>The codes of one signature under each rule.</summary>
    public sealed record Codes(SignatureCode Ref10, SignatureCode Rfc8032, SignatureCode Strict, SignatureCode Zip215)
    {
        public SignatureCode Under(Ed25519Profile profile) => profile switch
        {
            Ed25519Profile.Ref10 => Ref10,
            Ed25519Profile.Rfc8032 => Rfc8032,
            Ed25519Profile.Strict => Strict,
            _ => Zip215,
        };
    }

    public static BigInteger Modulo(BigInteger value)
    {
        BigInteger remainder = value % P;
        return remainder.Sign < 0 ? remainder + P : remainder;
    }

    public static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    /// <summary>32 bytes, little-endian.</summary>
    public static byte[] Bytes(BigInteger value)
    {
        byte[] minimal = value.ToByteArray(isUnsigned: true);
        return [.. minimal, .. new byte[32 - minimal.Length]];
    }

    public static BigInteger Integer(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    public static Point Add(Point p, Point q)
    {
        BigInteger a = (p.Y - p.X) * (q.Y - q.X) % P;
        BigInteger b = (p.Y + p.X) * (q.Y + q.X) % P;
        BigInteger c = 2 * p.T * q.T % P * D % P;
        BigInteger d = 2 * p.Z * q.Z % P;
        BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
        return new Point(Modulo(e * f), Modulo(g * h), Modulo(f * g), Modulo(e * h));
    }

    /// <summary>k p, k taken as the integer that it is.</summary>
    public static Point Multiply(BigInteger k, Point p)
    {
        Point sum = Identity;
        for (long bit = (long)k.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            if (!((k >> (int)bit) & 1).IsZero) sum = Add(sum, p);
        }

        return sum;
    }

    public static byte[] Encode(Point p)
    {
        BigInteger inverse = Inverse(p.Z);
        BigInteger x = p.X * inverse % P;
        return Bytes((p.Y * inverse % P) + ((x & 1) << 255));
    }

    /// <summary>Decodes y at or above p and x = -0 too; null where there is no point.</summary>
    public static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        BigInteger encoded = Integer(bytes);
        BigInteger y = (encoded & ((BigInteger.One << 255) - 1)) % P;
        BigInteger square = Modulo((y * y - 1) * Inverse(D * y * y + 1));
        BigInteger x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (!Modulo(x * x - square).IsZero) x = x * RootOfMinusOne % P;
        if (!Modulo(x * x - square).IsZero) return null;

        if ((x & 1) != encoded >> 255) x = Modulo(-x);
        return new Point(x, y, 1, x * y % P);
    }

    /// <summary>k = SHA-512(R || A || M) modulo L.</summary>
    public static BigInteger Challenge(byte[] r, byte[] key, byte[] message) =>
        Integer(SHA512.HashData([.. r, .. key, .. message])) % L;

    /// <summary>A signature as RFC 8032 makes it, but with the ephemeral r chosen by the caller.</summary>
    public static byte[] Sign(BigInteger a, byte[] key, BigInteger r, byte[] message)
    {
        byte[] encodedR = Encode(Multiply(r, B));
        return [.. encodedR, .. Bytes((r + Challenge(encodedR, key, message) * a) % L)];
    }

    /// <summary>The code that each rule gives.</summary>
    public static Codes Judge(SignatureItem item)
    {
        byte[] r = item.Signature[..32];
        BigInteger s = Integer(item.Signature.AsSpan(32));
        if (Decode(item.PublicKey) is not Point key) return All(SignatureCode.InvalidPublicKey);

        bool isCanonical = Encode(key).AsSpan().SequenceEqual(item.PublicKey);
        SignatureCode rfc8032Key = isCanonical ? SignatureCode.NotComputed : SignatureCode.InvalidPublicKey;
        SignatureCode strictKey = isCanonical && !Multiply(8, key).IsIdentity ? SignatureCode.NotComputed : SignatureCode.InvalidPublicKey;
        if (s >= L)
        {
            const SignatureCode Beyond = SignatureCode.OutOfRange;
            return new Codes(Beyond, Or(rfc8032Key, Beyond), Or(strictKey, Beyond), Beyond);
        }

        BigInteger k = Challenge(r, item.PublicKey, item.Message);
        Point sum = Add(Multiply(s, B), Multiply(k, key.Negate()));
        SignatureCode plain = Encode(sum).AsSpan().SequenceEqual(r) ? SignatureCode.Valid : SignatureCode.Mismatch;
        Point? decodedR = Decode(r);
        bool isSmallR = decodedR is not null && Multiply(8, decodedR).IsIdentity;
        bool cofactored = decodedR is not null && Multiply(8, Add(sum, decodedR.Negate())).IsIdentity;
        return new Codes(
            plain,
            Or(rfc8032Key, plain),
            Or(strictKey, isSmallR ? SignatureCode.OutOfRange : plain),
            cofactored ? SignatureCode.Valid : SignatureCode.Mismatch);
    }

    private static SignatureCode Or(SignatureCode first, SignatureCode second) => first == SignatureCode.NotComputed ? second : first;

    private static Codes All(SignatureCode code) => new(code, code, code, code);

    /// <summary>L times a point is of small order; some point gives order 8.</summary>
    private static Point FindTorsion()
    {
        for (BigInteger y = 2; ; y++)
        {
            if (Decode(Bytes(y)) is not Point point) continue;

            Point candidate = Multiply(L, point);
            if (!Multiply(4, candidate).IsIdentity) return candidate;
        }
    }
}
