using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>One signature to check; the name appears in failures.</summary>
public sealed record SignatureItem(string Name, byte[] Message, byte[] Signature, byte[] PublicKey)
{
    public static SignatureItem Create(string name, BigInteger digest, BigInteger r, BigInteger s, byte[] publicKey) =>
        new(name, Curve.Bytes(digest), [.. Curve.Bytes(r), .. Curve.Bytes(s)], [.. publicKey]);
}
