namespace Appliance.Kernels;

/// <summary>Memory of one table: it does not move, begins on a cache line, is zero at first and is released when nothing refers to this object.</summary>
internal sealed unsafe class TableMemory
{
    private readonly ulong* _start;
    private readonly int _words;

    /// <param name="words">Words of 64 bits.</param>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public TableMemory(int words)
    {
        _words = words;
        _start = (ulong*)TablePages.Take(SizeInBytes);
        GC.AddMemoryPressure(SizeInBytes);
        new Span<ulong>(_start, words).Clear();
    }

    ~TableMemory()
    {
        // Nothing was taken where the constructor failed.
        if (_start == null) return;

        TablePages.Return((nint)_start, SizeInBytes);
        GC.RemoveMemoryPressure(SizeInBytes);
    }

    public long SizeInBytes => (long)_words * sizeof(ulong);

    /// <summary>Address of the first word; valid as long as this object is reachable.</summary>
    public ulong Address => (ulong)_start;

    /// <summary>The words; valid as long as this object is reachable.</summary>
    public Span<ulong> Words => new(_start, _words);

    /// <summary>Checksum of the words.</summary>
    public ulong Checksum()
    {
        ulong checksum = TableChecksum.Compute(Words);
        GC.KeepAlive(this);
        return checksum;
    }
}
