namespace Appliance.Samples;

/// <summary>Writes blocks, honest or attacked, as a ledger file.</summary>
public static class SampleLedger
{
    /// <summary>The bytes of a file that holds the blocks in this order.</summary>
    public static byte[] Write(IEnumerable<SampleBlock> blocks)
    {
        using var stream = new MemoryStream();
        foreach (SampleBlock block in blocks)
            stream.Write(block.ToLedgerEntry());
        return stream.ToArray();
    }
}
