namespace Appliance.Samples;

/// <summary>How far the making of a sample ledger is.</summary>
/// <param name="Blocks">Blocks written.</param>
/// <param name="TotalBlocks">Blocks that there will be.</param>
/// <param name="Bytes">Bytes written.</param>
public readonly record struct SampleProgress(int Blocks, int TotalBlocks, long Bytes);
