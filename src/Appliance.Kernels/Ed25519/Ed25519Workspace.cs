namespace Appliance.Kernels;

/// <summary>Buffers of one thread for one chunk of a batch, kept between calls so that verification allocates nothing.</summary>
internal sealed class Ed25519Workspace
{
    /// <summary>
    /// Lanes per chunk: enough that the shared inversion (some 265 products) disappears among the lanes, few enough that the columns (about
    /// 320 bytes a lane) stay in the second-level cache.
    /// </summary>
    public const int Capacity = 512;

    [ThreadStatic]
    private static Ed25519Workspace? _current;

    public static Ed25519Workspace Current => _current ??= new Ed25519Workspace();

    public Ed25519Lane[] Lanes { get; } = new Ed25519Lane[Capacity];

    /// <summary>Values to invert: the sums' Z.</summary>
    public EdwardsElement[] Inverses { get; } = new EdwardsElement[Capacity];

    /// <summary>Products on the way to their inverses.</summary>
    public EdwardsElement[] Scratch { get; } = new EdwardsElement[Capacity];
}

/// <summary>One signature on its way through a batch: does S B - k A encode to R?</summary>
internal struct Ed25519Lane
{
    /// <summary>Position in the batch.</summary>
    public int Index;

    /// <summary>S B - k A.</summary>
    public ExtendedPoint Sum;
}
