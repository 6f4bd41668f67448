using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>How points stand in memory: coordinate after coordinate, limb after limb, lane after lane, and how large they may be.</summary>
public sealed class PointMemory(Field arithmetic)
{
    private readonly int _limbs = arithmetic.LimbCount;

    /// <summary>Vectors of an XYZZ point.</summary>
    public int XyzzSize => 4 * _limbs;

    /// <summary>Vectors of a Jacobian point.</summary>
    public int JacobianSize => 3 * _limbs;

    /// <summary>X leaves every formula through a fold.</summary>
    public BigInteger MaxX => Hundredths(101);

    public BigInteger MaxY => Hundredths(230);

    /// <summary>Z, ZZ and ZZZ.</summary>
    public BigInteger MaxZ => Hundredths(290);

    public Xyzz LoadXyzz(Place place) => new(
        arithmetic.Load(place, MaxX),
        arithmetic.Load(place.Next(_limbs), MaxY),
        arithmetic.Load(place.Next(2 * _limbs), MaxZ),
        arithmetic.Load(place.Next(3 * _limbs), MaxZ));

    public void Store(Xyzz point, Place place)
    {
        arithmetic.Store(point.Zz, place.Next(2 * _limbs), MaxZ);
        arithmetic.Store(point.Zzz, place.Next(3 * _limbs), MaxZ);
        arithmetic.Store(point.X, place, MaxX);
        arithmetic.Store(point.Y, place.Next(_limbs), MaxY);
    }

    public Jacobian LoadJacobian(Place place) => new(
        arithmetic.Load(place, MaxX), arithmetic.Load(place.Next(_limbs), MaxY), LoadZ(place));

    public Element LoadZ(Place jacobian) => arithmetic.Load(jacobian.Next(2 * _limbs), MaxZ);

    public void Store(Jacobian point, Place place)
    {
        StoreZ(point.Z, place);
        arithmetic.Store(point.X, place, MaxX);
        arithmetic.Store(point.Y, place.Next(_limbs), MaxY);
    }

    public void StoreZ(Element z, Place jacobian) => arithmetic.Store(z, jacobian.Next(2 * _limbs), MaxZ);

    public Affine LoadAffine(Place place) => new(arithmetic.Load(place, MaxX), arithmetic.Load(place.Next(_limbs), MaxY));

    private BigInteger Hundredths(int hundredths) => arithmetic.Prime * hundredths / 100;
}
