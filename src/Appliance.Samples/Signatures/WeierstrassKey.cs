using Appliance.Samples.Keys;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Appliance.Samples.Signatures;

/// <summary>A key pair on a short Weierstrass curve of 256 bits, derived from a seed.</summary>
internal sealed class WeierstrassKey
{
    // Half as long again as the order, so that reducing it leaves no bias worth the name.
    private const int WideBytes = 48;

    public WeierstrassKey(string curve, SeededBytes seed, string label)
    {
        X9ECParameters parameters = CustomNamedCurves.GetByName(curve);
        var domain = new ECDomainParameters(parameters);
        BigInteger scalar = new BigInteger(1, seed.Derive("key/" + label, WideBytes)).Mod(domain.N.Subtract(BigInteger.One)).Add(BigInteger.One);
        Private = new ECPrivateKeyParameters(scalar, domain);
        PublicKey = domain.G.Multiply(scalar).Normalize().GetEncoded(compressed: false)[1..];
    }

    public ECPrivateKeyParameters Private { get; }

    /// <summary>X || Y, big-endian.</summary>
    public byte[] PublicKey { get; }
}
