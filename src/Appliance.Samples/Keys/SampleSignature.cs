using System.Formats.Asn1;
using Org.BouncyCastle.Math;

namespace Appliance.Samples.Keys;

/// <summary>An ECDSA P-256 signature, open to being tampered with.</summary>
internal readonly record struct SampleSignature(BigInteger R, BigInteger S)
{
    /// <summary>The equivalent signature with s at most n/2.</summary>
    public SampleSignature WithLowS() => S.CompareTo(SampleKey.Order.ShiftRight(1)) > 0 ? Mirrored() : this;

    /// <summary>The equivalent signature with s above n/2: valid under FIPS 186-5, forbidden by Fabric.</summary>
    public SampleSignature WithHighS() => S.CompareTo(SampleKey.Order.ShiftRight(1)) > 0 ? this : Mirrored();

    /// <summary>One bit of s flipped: still well-formed, still low s, no longer a signature of anything.</summary>
    public SampleSignature WithFlippedBit() => this with { S = S.FlipBit(8) };

    /// <summary>DER SEQUENCE { INTEGER r, INTEGER s }.</summary>
    public byte[] ToDer()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(R.ToByteArray());
            writer.WriteInteger(S.ToByteArray());
        }

        return writer.Encode();
    }

    private SampleSignature Mirrored() => this with { S = SampleKey.Order.Subtract(S) };
}
