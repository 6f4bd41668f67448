namespace Appliance.Kernels;

/// <summary>Constants of a curve in Montgomery form.</summary>
internal static class CurveConstants<TCurve>
    where TCurve : struct, ICurve
{
    public static readonly FieldElement B = Field<TCurve>.ToMontgomery(TCurve.B);

    public static readonly FieldElement Three = Field<TCurve>.ToMontgomery(new UInt256(3, 0, 0, 0));

    public static readonly AffinePoint Generator = new(
        Field<TCurve>.Canonical(Field<TCurve>.ToMontgomery(TCurve.GeneratorX)),
        Field<TCurve>.Canonical(Field<TCurve>.ToMontgomery(TCurve.GeneratorY)));
}
