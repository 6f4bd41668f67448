namespace Appliance.Samples;

/// <summary>
/// What somebody who holds the ledger file can do to all of it. Each takes honest blocks of heights 0, 1, … and returns the forged ones.
/// </summary>
public static class SampleAttacks
{
    /// <summary>
    /// Makes two neighbouring envelopes into one. The data hash is over their bytes without framing, so header and orderer signature
    /// still hold, and a lenient parser sees the second transaction only. Verifier: <c>CanonicalEnvelope</c>.
    /// </summary>
    public static IReadOnlyList<SampleBlock> GlueTransactions(IReadOnlyList<SampleBlock> blocks, int height, int first) =>
        Replace(blocks, height, block => block with
        {
            Envelopes =
            [
                .. block.Envelopes.Take(first),
                (byte[])[.. block.Envelopes[first].Span, .. block.Envelopes[first + 1].Span],
                .. block.Envelopes.Skip(first + 2),
            ],
            Metadata = WithCodes(block, [.. Codes(block).Take(first), .. Codes(block).Skip(first + 1)]),
        });

    /// <summary>Leaves a block out. Verifier: <c>BlockNumber</c> and <c>PreviousHash</c> of the next.</summary>
    public static IReadOnlyList<SampleBlock> RemoveBlock(IReadOnlyList<SampleBlock> blocks, int height) =>
        [.. blocks.Where((_, index) => index != height)];

    /// <summary>Exchanges a block with its successor. Verifier: <c>BlockNumber</c> and <c>PreviousHash</c>.</summary>
    public static IReadOnlyList<SampleBlock> SwapWithNext(IReadOnlyList<SampleBlock> blocks, int height) =>
        [.. blocks.Take(height), blocks[height + 1], blocks[height], .. blocks.Skip(height + 2)];

    /// <summary>
    /// Flips the lowest bit of one byte of a transaction and touches nothing else. Verifier: <c>DataHash</c>, and whatever the byte
    /// belongs to.
    /// </summary>
    public static IReadOnlyList<SampleBlock> FlipByte(IReadOnlyList<SampleBlock> blocks, int height, int transaction, int offset) =>
        Replace(blocks, height, block =>
        {
            byte[] envelope = block.Envelopes[transaction].ToArray();
            envelope[offset] ^= 1;
            return block with { Envelopes = [.. block.Envelopes.Select((item, index) => index == transaction ? envelope : item)] };
        });

    /// <summary>
    /// Replaces the orderer's signature by one of an orderer whose certificate looks right but has another root. Verifier:
    /// <c>OrdererPolicy</c>; the signature itself holds.
    /// </summary>
    public static IReadOnlyList<SampleBlock> SignByImpostor(SampleChannel channel, IReadOnlyList<SampleBlock> blocks, int height) =>
        Replace(blocks, height, channel.SignByImpostor);

    /// <summary>
    /// Takes a transaction out and mends the data hash and all header hashes after it. Verifier: <c>OrdererSignature</c> of that block
    /// and of each that follows.
    /// </summary>
    public static IReadOnlyList<SampleBlock> RewriteHistory(IReadOnlyList<SampleBlock> blocks, int height, int transaction)
    {
        var forged = new List<SampleBlock>(Replace(blocks, height, block =>
        {
            ReadOnlyMemory<byte>[] kept = [.. block.Envelopes.Where((_, index) => index != transaction)];
            return block with
            {
                Envelopes = kept,
                DataHash = SampleBlock.HashData(kept),
                Metadata = WithCodes(block, [.. Codes(block).Where((_, index) => index != transaction)]),
            };
        }));
        for (int index = height + 1; index < forged.Count; index++)
            forged[index] = forged[index] with { PreviousHash = forged[index - 1].HeaderHash() };
        return forged;
    }

    /// <summary>
    /// Rewrites the peer's validation code of one transaction: nobody signs those. Verifier: a code other than 0 is
    /// <c>RejectedByChain</c>; a false 0 is found only by verifying everything.
    /// </summary>
    public static IReadOnlyList<SampleBlock> RewriteCode(IReadOnlyList<SampleBlock> blocks, int height, int transaction, byte code) =>
        Replace(blocks, height, block => block with
        {
            Metadata = WithCodes(block, [.. Codes(block).Select((item, index) => index == transaction ? code : item)]),
        });

    /// <summary>
    /// The channel of a forger: the same names throughout, keys of another seed, its own genesis. Perfectly consistent. Verifier: only a
    /// pinned anchor tells, <c>AnchorMismatch</c>.
    /// </summary>
    public static SampleChannelOptions Forge(SampleChannelOptions options) => options with { Seed = options.Seed + "\nforged" };

    private static SampleBlock[] Replace(IReadOnlyList<SampleBlock> blocks, int height, Func<SampleBlock, SampleBlock> change) =>
        [.. blocks.Select((block, index) => index == height ? change(block) : block)];

    private static byte[] Codes(SampleBlock block) => block.Metadata[SampleBlock.TransactionsFilter].ToArray();

    private static ReadOnlyMemory<byte>[] WithCodes(SampleBlock block, byte[] codes) =>
        [.. block.Metadata.Select((entry, index) => index == SampleBlock.TransactionsFilter ? codes : entry)];
}
