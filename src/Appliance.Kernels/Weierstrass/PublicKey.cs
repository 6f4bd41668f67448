namespace Appliance.Kernels;

/// <summary>Public keys as they arrive: 64 bytes X || Y, big-endian (SEC 1 section 2.3.3 without the leading 04).</summary>
internal static class PublicKey
{
    public const int Size = 64;

    /// <summary>
    /// Reads a key in Montgomery form. False unless both coordinates are below p and the point is on the curve; infinity, written
    /// as zeros, is not on it because b is not 0. The cofactor is 1, so every point that passes has the group's order.
    /// </summary>
    public static bool TryRead<TCurve>(ReadOnlySpan<byte> bytes, out AffinePoint point)
        where TCurve : struct, ICurve
    {
        UInt256 x = UInt256.Read(bytes);
        UInt256 y = UInt256.Read(bytes[32..]);
        point = default;
        if (!(x < TCurve.Modulus) || !(y < TCurve.Modulus)) return false;

        FieldElement montgomeryX = Field<TCurve>.ToMontgomery(x);
        FieldElement montgomeryY = Field<TCurve>.ToMontgomery(y);
        if (!PointArithmetic<TCurve>.IsOnCurve(montgomeryX, montgomeryY)) return false;

        point = new AffinePoint(Field<TCurve>.Canonical(montgomeryX), Field<TCurve>.Canonical(montgomeryY));
        return true;
    }
}
