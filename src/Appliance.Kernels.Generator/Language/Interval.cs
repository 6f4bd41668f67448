using System.Numerics;

namespace Appliance.Kernels.Generator.Language;

/// <summary>All integers from Min to Max, ends included: what is known of a value while generating.</summary>
public readonly record struct Interval(BigInteger Min, BigInteger Max)
{
    /// <summary>From 0 to below 2^<paramref name="bits"/>.</summary>
    public static Interval Bits(int bits) => new(0, (BigInteger.One << bits) - 1);

    public static Interval operator +(Interval a, Interval b) => new(a.Min + b.Min, a.Max + b.Max);

    public static Interval operator -(Interval a, Interval b) => new(a.Min - b.Max, a.Max - b.Min);

    public static Interval operator -(Interval a) => new(-a.Max, -a.Min);

    /// <summary>The smallest interval around both.</summary>
    public Interval Union(Interval other) => new(BigInteger.Min(Min, other.Min), BigInteger.Max(Max, other.Max));

    /// <summary>What is left of this one under a second bound on the same value.</summary>
    /// <exception cref="InvalidOperationException">The bounds contradict each other: one of them is wrong.</exception>
    public Interval Intersect(Interval other)
    {
        var both = new Interval(BigInteger.Max(Min, other.Min), BigInteger.Min(Max, other.Max));
        return both.Min <= both.Max ? both : throw new InvalidOperationException($"{this} and {other} have nothing in common.");
    }

    public bool IsWithin(Interval other) => Min >= other.Min && Max <= other.Max;
}
