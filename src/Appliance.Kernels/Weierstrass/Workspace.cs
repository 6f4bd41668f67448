namespace Appliance.Kernels;

/// <summary>Buffers of one thread for one chunk of a batch, kept between calls so that verification allocates nothing.</summary>
internal sealed class Workspace<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>
    /// Lanes per chunk: enough that a shared inversion (some 300 products) disappears among the lanes, few enough that the odd
    /// multiples (512 bytes a lane) stay in the second-level cache.
    /// </summary>
    public const int Capacity = 64;

    /// <summary>Odd multiples from 3Q on; Q itself is affine already.</summary>
    public const int MultiplesPerLane = Wnaf.Multiples - 1;

    [ThreadStatic]
    private static Workspace<TCurve>? _current;

    public static Workspace<TCurve> Current => _current ??= new Workspace<TCurve>();

    public Lane[] Lanes { get; } = new Lane[Capacity];

    public AffinePoint[] OddMultiples { get; } = new AffinePoint[Capacity * Wnaf.Multiples];

    public JacobianPoint[] Unnormalized { get; } = new JacobianPoint[Capacity * MultiplesPerLane];

    public FieldElement[] Inverses { get; } = new FieldElement[Capacity * MultiplesPerLane];

    public FieldElement[] Scratch { get; } = new FieldElement[Capacity * MultiplesPerLane];
}
