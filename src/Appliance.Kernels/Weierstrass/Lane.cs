namespace Appliance.Kernels;

/// <summary>
/// One signature on its way through a batch: is the x coordinate of U1 G + U2 Q congruent to <see cref="Target"/> modulo the order?
/// </summary>
internal struct Lane
{
    /// <summary>Position in the batch.</summary>
    public int Index;

    /// <summary>The key; not set where the lane has a table.</summary>
    public AffinePoint Key;

    /// <summary>ECDSA: the digest, any 256-bit integer. SM2: e.</summary>
    public UInt256 Digest;

    public UInt256 R;

    public UInt256 S;

    public UInt256 U1;

    public UInt256 U2;

    public UInt256 Target;
}
