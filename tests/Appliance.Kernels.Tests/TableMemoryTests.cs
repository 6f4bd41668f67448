using System.Runtime.CompilerServices;

namespace Appliance.Kernels.Tests;

/// <summary>Memory of tables: aligned, apart from one another, zero when given out, and given back.</summary>
public sealed class TableMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(32_768)]
    [InlineData(106_496)]
    [InlineData(655_360)]
    public void Tables_lie_on_cache_lines_apart_from_one_another(int words)
    {
        TableMemory[] tables = [.. Enumerable.Range(0, 70).Select(_ => new TableMemory(words))];
        for (int i = 0; i < tables.Length; i++)
        {
            Assert.Equal(0UL, tables[i].Address % 64);
            Assert.Equal((long)words * sizeof(ulong), tables[i].SizeInBytes);
            Assert.True(tables[i].Words.IndexOfAnyExcept(0UL) < 0);
            tables[i].Words.Fill((ulong)i + 1);
        }

        for (int i = 0; i < tables.Length; i++)
        {
            Assert.True(tables[i].Words.IndexOfAnyExcept((ulong)i + 1) < 0);
            GC.KeepAlive(tables[i]);
        }
    }

    [Fact]
    public void Memory_of_forgotten_tables_is_used_again_and_is_zero_again()
    {
        // Of no other table, so that nobody else takes what becomes free.
        const int Words = 31_337;
        var kept = new List<TableMemory>();
        HashSet<ulong> forgotten = Forget(Words, kept);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TableMemory[] next = [.. Enumerable.Range(0, forgotten.Count).Select(_ => new TableMemory(Words))];

        // Collections that other tests force may have given some to tables that are kept.
        Assert.Contains(next, table => forgotten.Contains(table.Address));
        Assert.All(next, table => Assert.True(table.Words.IndexOfAnyExcept(0UL) < 0));
        Assert.All(kept, table => Assert.True(table.Words.IndexOfAnyExcept(ulong.MaxValue) < 0));
    }

    /// <summary>Fills tables and forgets every second one, so that their pages stay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HashSet<ulong> Forget(int words, List<TableMemory> kept)
    {
        var forgotten = new HashSet<ulong>();
        for (int i = 0; i < 40; i++)
        {
            var table = new TableMemory(words);
            table.Words.Fill(ulong.MaxValue);
            if (i % 2 == 0)
            {
                kept.Add(table);
            }
            else
            {
                forgotten.Add(table.Address);
            }
        }

        return forgotten;
    }
}
