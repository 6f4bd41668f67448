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
        const int Words = 31_337;
        HashSet<ulong> first = Addresses(Words, 40);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        HashSet<ulong> second = Addresses(Words, 40);
        Assert.NotEmpty(first.Intersect(second));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HashSet<ulong> Addresses(int words, int count)
    {
        TableMemory[] tables = [.. Enumerable.Range(0, count).Select(_ => new TableMemory(words))];
        foreach (TableMemory table in tables)
        {
            Assert.True(table.Words.IndexOfAnyExcept(0UL) < 0);
            table.Words.Fill(ulong.MaxValue);
        }

        return [.. tables.Select(table => table.Address)];
    }
}
