using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>A point in extended coordinates: x = X / Z, y = Y / Z, T = X Y / Z.</summary>
public readonly record struct Extended(Element X, Element Y, Element Z, Element T);

/// <summary>A point for those who do not read T.</summary>
public readonly record struct Projective(Element X, Element Y, Element Z);

/// <summary>
/// The group law on extended coordinates of -x^2 + y^2 = 1 + d x^2 y^2 (Hisil, Wong, Carter, Dawson 2008, sections 3.1 and 3.3), complete for this curve: no
/// pair of points, of small order or not, is an exception. Coordinates are products.
/// </summary>
public sealed class EdwardsFormulas(Field fp)
{
    /// <summary>p plus the entry, whose sum and difference are exchanged already where the mask asks for its opposite: seven products.</summary>
    public Extended Add(Extended p, Niels entry, Value oppositeMask) => JoinSum(SumParts(p, entry, fp.Double(p.Z), oppositeMask));

    /// <summary>The same for an entry that is not affine: eight products.</summary>
    public Extended Add(Extended p, Cached entry, Value oppositeMask) => JoinSum(SumParts(p, entry, oppositeMask));

    /// <summary>The same without T: seven products.</summary>
    public Projective AddWithoutT(Extended p, Cached entry, Value oppositeMask) => JoinSumWithoutT(SumParts(p, entry, oppositeMask));

    /// <summary>2p: four squares and four products.</summary>
    public Extended Double(Projective p) => JoinDouble(DoubleParts(p));

    /// <summary>2p without T: four squares and three products.</summary>
    public Projective DoubleWithoutT(Projective p) => JoinDoubleWithoutT(DoubleParts(p));

    /// <summary>The addend's form of a point, its sums carried and barely above the prime.</summary>
    public Cached Cache(Extended p, Element twiceD) => new(
        new Niels(fp.Shorten(fp.Add(p.Y, p.X)), fp.Shorten(fp.Difference(p.Y, p.X)), fp.Multiply(p.T, twiceD)), fp.Shorten(fp.Double(p.Z)));

    private Parts SumParts(Extended p, Cached entry, Value oppositeMask) =>
        SumParts(p, entry.Niels, fp.MultiplyColumns(p.Z, entry.TwiceZ), oppositeMask);

    // The order of products is that in which the next ones need them: none waits for the one just before it.
    private Parts SumParts(Extended p, Niels entry, Element d, Value oppositeMask)
    {
        Element c = fp.MultiplyColumns(p.T, entry.TwiceDxy);
        if (oppositeMask.Exists) c = fp.NegateWhere(oppositeMask, c);

        Element a = fp.MultiplyColumns(fp.CarryPositive(fp.Difference(p.Y, p.X)), entry.Difference);
        Element b = fp.MultiplyColumns(fp.Carry(fp.Add(p.Y, p.X)), entry.Sum);
        return new Parts(fp.Difference(b, a), fp.Difference(d, c), fp.Add(d, c), fp.Add(b, a));
    }

    private Parts DoubleParts(Projective p)
    {
        Element yy = fp.SquareColumns(p.Y);
        Element zz = fp.SquareColumns(p.Z);
        Element xx = fp.SquareColumns(p.X);
        Element squareOfSum = fp.SquareColumns(fp.Carry(fp.Add(p.X, p.Y)));
        Element h = fp.Add(yy, xx);
        Element g = fp.Subtract(yy, xx);
        return new Parts(fp.Subtract(squareOfSum, h), fp.Subtract(fp.Double(zz), g), g, h);
    }

    private Extended JoinSum(Parts parts)
    {
        (Element e, Element f, Element g, Element h) = Carry(parts);
        Element z = fp.Multiply(f, g);
        Element t = fp.Multiply(e, h);
        return new Extended(fp.Multiply(e, f), fp.Multiply(g, h), z, t);
    }

    private Extended JoinDouble(Parts parts)
    {
        (Element e, Element f, Element g, Element h) = Carry(parts);
        Element y = fp.Multiply(g, h);
        Element z = fp.Multiply(f, g);
        Element t = fp.Multiply(e, h);
        return new Extended(fp.Multiply(e, f), y, z, t);
    }

    private Projective JoinSumWithoutT(Parts parts)
    {
        (Element e, Element f, Element g, Element h) = Carry(parts);
        Element z = fp.Multiply(f, g);
        Element y = fp.Multiply(g, h);
        return new Projective(fp.Multiply(e, f), y, z);
    }

    private Projective JoinDoubleWithoutT(Parts parts)
    {
        (Element e, Element f, Element g, Element h) = Carry(parts);
        Element y = fp.Multiply(g, h);
        Element z = fp.Multiply(f, g);
        return new Projective(fp.Multiply(e, f), y, z);
    }

    private Parts Carry(Parts parts)
    {
        Element g = fp.CarryPositive(parts.G);
        Element f = fp.CarryPositive(parts.F);
        Element h = fp.CarryPositive(parts.H);
        return new(fp.CarryPositive(parts.E), f, g, h);
    }

    /// <summary>What a sum's or a double's coordinates are products of.</summary>
    private readonly record struct Parts(Element E, Element F, Element G, Element H);
}
