namespace Appliance.Kernels;

/// <summary>Buffers of one thread for one chunk of a batch, kept between calls so that verification allocates nothing.</summary>
internal sealed class Workspace<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>
    /// Lanes per chunk: enough that a shared inversion (some 300 products) disappears among the lanes, few enough that the
    /// columns (about 600 bytes a lane) stay in the second-level cache.
    /// </summary>
    public const int Capacity = 512;

    /// <summary>Lanes of unknown signers whose odd multiples (512 bytes a lane, and as much again on the way) are held at a time.</summary>
    public const int UnknownCapacity = 64;

    /// <summary>Odd multiples from 3Q on; Q itself is affine already.</summary>
    public const int MultiplesPerLane = Wnaf.Multiples - 1;

    private const int Shared = UnknownCapacity * MultiplesPerLane > Capacity ? UnknownCapacity * MultiplesPerLane : Capacity;

    [ThreadStatic]
    private static Workspace<TCurve>? _current;

    public static Workspace<TCurve> Current => _current ??= new Workspace<TCurve>();

    public Lane[] Lanes { get; } = new Lane[Capacity];

    /// <summary>Values to invert.</summary>
    public FieldElement[] Inverses { get; } = new FieldElement[Shared];

    /// <summary>Products on the way to their inverses.</summary>
    public FieldElement[] Scratch { get; } = new FieldElement[Shared];

    /// <summary>Lanes whose signer has a table, and from here on columns over these: position in <see cref="Lanes"/>.</summary>
    public int[] Known { get; } = new int[Capacity];

    public Comb<TCurve>[] Combs { get; } = new Comb<TCurve>[Capacity];

    public CombScalar[] Scalars { get; } = new CombScalar[Capacity];

    /// <summary>Entry to add in this step, or the complement of the entry to subtract.</summary>
    public int[] Entries { get; } = new int[Capacity];

    public FieldElement[] X { get; } = new FieldElement[Capacity];

    public FieldElement[] Y { get; } = new FieldElement[Capacity];

    public bool[] IsExceptional { get; } = new bool[Capacity];

    /// <summary>Lanes whose signer has none: position in <see cref="Lanes"/>.</summary>
    public int[] Unknown { get; } = new int[Capacity];

    public AffinePoint[] OddMultiples { get; } = new AffinePoint[UnknownCapacity * Wnaf.Multiples];

    /// <summary>U1 G + U2 Q of the lanes whose odd multiples are held.</summary>
    public XyzzPoint[] Sums { get; } = new XyzzPoint[UnknownCapacity];

    public JacobianPoint[] Unnormalized { get; } = new JacobianPoint[UnknownCapacity * MultiplesPerLane];
}
