using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>A point in extended coordinates: x = X / Z, y = Y / Z, T = X Y / Z (RFC 8032 section 5.1.4). Z is never 0; limbs are reduced.</summary>
internal struct ExtendedPoint
{
    public EdwardsElement X;
    public EdwardsElement Y;
    public EdwardsElement Z;
    public EdwardsElement T;

    public static ExtendedPoint Identity => new() { Y = EdwardsField.One, Z = EdwardsField.One };
}

/// <summary>An addend on the way to a sum: y + x, y - x, 2z and 2dt of an extended point. Its opposite swaps the first two and negates 2dt.</summary>
[InlineArray(4)]
internal struct CachedPoint
{
    public const int TwiceZ = 2;
    public const int TwiceDt = 3;

    private EdwardsElement _coordinate;
}

/// <summary>
/// An addend in a table: y + x, y - x and 2dxy of an affine point, each an integer below p. Its opposite swaps the first two and negates 2dxy.
/// </summary>
[InlineArray(3)]
internal struct NielsPoint
{
    public const int TwiceDxy = 2;

    private UInt256 _coordinate;
}
