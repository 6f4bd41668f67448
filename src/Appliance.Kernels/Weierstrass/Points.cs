namespace Appliance.Kernels;

/// <summary>A finite point, coordinates in Montgomery form, canonical (below p): what tables hold, 64 bytes each.</summary>
internal readonly struct AffinePoint(in UInt256 x, in UInt256 y)
{
    public readonly UInt256 X = x;
    public readonly UInt256 Y = y;
}

/// <summary>x = X / Z^2, y = Y / Z^3; Z = 0 is infinity. Cheapest to double.</summary>
internal struct JacobianPoint
{
    public FieldElement X;
    public FieldElement Y;
    public FieldElement Z;
}

/// <summary>x = X / ZZ, y = Y / ZZZ with ZZ^3 = ZZZ^2; ZZ = 0 is infinity. Cheapest to add affine points to.</summary>
internal struct XyzzPoint
{
    public FieldElement X;
    public FieldElement Y;
    public FieldElement Zz;
    public FieldElement Zzz;
}
