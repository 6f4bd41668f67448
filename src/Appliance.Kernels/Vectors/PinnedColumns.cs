using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Appliance.Kernels;

/// <summary>Words that do not move, from a cache line on; released with their owner.</summary>
internal sealed unsafe class PinnedColumns
{
    private const int WordsPerLine = 8;

    private readonly ulong[] _storage;

    public PinnedColumns(int words)
    {
        _storage = GC.AllocateArray<ulong>(words + WordsPerLine, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_storage));
        Start = (ulong*)((address + 63) & ~(nuint)63);
    }

    /// <summary>The first word. Valid as long as this object is reachable.</summary>
    public ulong* Start { get; }
}
