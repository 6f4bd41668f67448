using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>
/// Reads through the tables of signers and generators, a bounded number of bytes at a time, and drops or rebuilds those whose checksum is wrong:
/// a flipped bit in a table that lives for months would refuse valid signatures as long. Not safe for concurrent use.
/// </summary>
/// <param name="tables">Tables of signers.</param>
/// <param name="statistics">Counts rebuilt generators.</param>
/// <param name="fault">Told of each damage, in words.</param>
internal sealed class TableScrubber(SignerTableCache tables, EngineStatistics statistics, Action<string> fault)
{
    private readonly Queue<SignerTable> _pending = new();
    private readonly Queue<SignatureAlgorithm> _generators = new();

    /// <summary>Checks tables until at least <paramref name="bytes"/> were read or each was checked once.</summary>
    public void Run(long bytes)
    {
        if (_pending.Count == 0 && _generators.Count == 0)
        {
            foreach (SignerTable table in tables.Snapshot())
                _pending.Enqueue(table);
            foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>())
                _generators.Enqueue(algorithm);
        }

        while (bytes > 0 && _pending.TryDequeue(out SignerTable? table))
        {
            bytes -= table.SizeInBytes;
            if (table.IsIntact())
                continue;
            tables.DropDamaged(table);
            fault($"the table of {table.Algorithm} key {Convert.ToHexStringLower(table.PublicKey)} changed in memory and was dropped: memory may be failing");
        }

        while (bytes > 0 && _generators.TryDequeue(out SignatureAlgorithm algorithm))
        {
            bytes -= GeneratorTables.SizeInBytes;
            if (GeneratorTables.IsIntact(algorithm))
                continue;
            GeneratorTables.Rebuild(algorithm);
            statistics.CountRebuiltGenerator();
            fault($"the generator's table of {algorithm} changed in memory and was built anew: memory may be failing");
        }
    }
}
