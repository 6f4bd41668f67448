using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>A point in extended coordinates: x = X / Z, y = Y / Z, T = X Y / Z.</summary>
public readonly record struct Extended(Element X, Element Y, Element Z, Element T);

/// <summary>
/// The group law on extended coordinates of -x^2 + y^2 = 1 + d x^2 y^2 (Hisil, Wong, Carter, Dawson 2008, section 3.1), complete for this curve. Coordinates are products.
/// </summary>
public sealed class EdwardsFormulas(Field25519 fp)
{
    /// <summary>p plus the entry, whose sum and difference are exchanged already where the mask asks for its opposite: seven products.</summary>
    public Extended Add(Extended p, Niels entry, Value oppositeMask)
    {
        Element a = fp.MultiplyColumns(fp.CarryPositive(fp.Difference(p.Y, p.X)), entry.Difference);
        Element b = fp.MultiplyColumns(fp.Carry(fp.Add(p.Y, p.X)), entry.Sum);
        Element c = fp.NegateWhere(oppositeMask, fp.MultiplyColumns(p.T, entry.TwiceDxy));
        Element d = fp.Double(p.Z);
        return Join(fp.Difference(b, a), fp.Difference(d, c), fp.Add(d, c), fp.Add(b, a));
    }

    private Extended Join(Element e, Element f, Element g, Element h)
    {
        e = fp.CarryPositive(e);
        f = fp.CarryPositive(f);
        g = fp.CarryPositive(g);
        h = fp.CarryPositive(h);
        return new Extended(fp.Multiply(e, f), fp.Multiply(g, h), fp.Multiply(f, g), fp.Multiply(e, h));
    }
}
