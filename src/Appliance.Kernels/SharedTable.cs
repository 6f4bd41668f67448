namespace Appliance.Kernels;

/// <summary>A table that all threads share for as long as the process lives: built at its first use by whichever comes first, and replaceable.</summary>
/// <param name="build">Builds the table.</param>
internal sealed class SharedTable<TTable>(Func<TTable> build)
    where TTable : class, IChecksummed
{
    private readonly Lock _gate = new();

    private volatile TTable? _value;

    public TTable Value => _value ?? Build();

    /// <summary>Whether the table is what was built, or not built yet.</summary>
    public bool IsIntact => _value?.IsIntact ?? true;

    /// <summary>Replaces the table by a new one. Batches under way finish with the old one.</summary>
    public void Rebuild() => _value = build();

    private TTable Build()
    {
        lock (_gate)
        {
            return _value ??= build();
        }
    }
}

/// <summary>A table that knows the checksum of what it was built as.</summary>
internal interface IChecksummed
{
    /// <summary>Whether it still is that.</summary>
    bool IsIntact { get; }
}
