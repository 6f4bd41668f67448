using Appliance.Samples.Keys;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Appliance.Samples.Signatures;

/// <summary>A key pair on a short Weierstrass curve of 256 bits, derived from a seed.</summary>
/// <remarks>
/// BouncyCastle's signers blind what they compute with random numbers of the platform, which takes them from OpenSSL; samples have no secrets, and
/// <c>appliance bench</c> makes them where there is no OpenSSL. So the signers here compute by its arithmetic alone.
/// </remarks>
internal sealed class WeierstrassKey
{
    private const int CoordinateBytes = 32;

    // Half as long again as the order, so that reducing it leaves no bias worth the name.
    private const int WideBytes = 48;

    private readonly SeededBytes _seed;

    public WeierstrassKey(string curve, SeededBytes seed, string label)
    {
        _seed = seed;
        Domain = CustomNamedCurves.GetByName(curve);
        Scalar = Derive("key/" + label);
        (BigInteger x, BigInteger y) = Multiply(Scalar);
        PublicKey = [.. Encode(x), .. Encode(y)];
    }

    public X9ECParameters Domain { get; }

    public BigInteger Order => Domain.N;

    /// <summary>The private key.</summary>
    public BigInteger Scalar { get; }

    /// <summary>X || Y, big-endian.</summary>
    public byte[] PublicKey { get; }

    /// <summary>A number from 1 to the order less one that belongs to the label.</summary>
    public BigInteger Derive(string label) =>
        new BigInteger(1, _seed.Derive(label, WideBytes)).Mod(Order.Subtract(BigInteger.One)).Add(BigInteger.One);

    /// <summary>The coordinates of a multiple of the generator.</summary>
    public (BigInteger X, BigInteger Y) Multiply(BigInteger scalar)
    {
        ECPoint point = Domain.G.Multiply(scalar);
        if (Domain.Curve.CoordinateSystem != ECCurve.COORD_JACOBIAN)
            throw new InvalidOperationException("the curve's points are not in Jacobian coordinates");
        ECFieldElement inverse = point.GetZCoord(0).Invert();
        ECFieldElement square = inverse.Square();
        return (point.XCoord.Multiply(square).ToBigInteger(), point.YCoord.Multiply(square).Multiply(inverse).ToBigInteger());
    }

    /// <summary>32 bytes, big-endian.</summary>
    public static byte[] Encode(BigInteger value)
    {
        byte[] bytes = value.ToByteArrayUnsigned();
        return [.. new byte[CoordinateBytes - bytes.Length], .. bytes];
    }
}
