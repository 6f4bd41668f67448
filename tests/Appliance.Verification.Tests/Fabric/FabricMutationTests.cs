using Appliance.Samples;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Fabric;

/// <summary>Every byte of a genuine block matters, but for the metadata that the format's page names as nobody's word.</summary>
public sealed class FabricMutationTests(ITestOutputHelper output)
{
    // Entries that are neither signed nor read: the last configuration's old place, Kafka's and Raft's own, the commit hash.
    private static readonly int[] Uncovered = [SampleBlock.LastConfig, 3, SampleBlock.CommitHash];

    /// <summary>Every byte with APPLIANCE_LONG=1; otherwise every so-many-th, from another one on in each run.</summary>
    private static int Stride => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 1 : 6;

    private static readonly SampleChannelOptions Options = new() { Blocks = 1, TransactionsPerBlock = 1 };
    private static readonly SampleBlock[] Blocks = [.. new SampleChannel(Options).Blocks()];
    private static readonly TrustAnchors Pin = TrustAnchors.None.Add(new GenesisAnchor("fabric", Options.ChannelId, new Digest(Blocks[0].HeaderHash())));

    [Fact]
    public async Task Each_byte_of_a_ledgers_block_changes_the_verdict_or_is_known_not_to()
    {
        byte[] entry = Blocks[2].ToLedgerEntry();
        await CheckAsync(entry, CoveredOfEntry(entry));
    }

    [Fact]
    public async Task Each_byte_of_a_single_block_changes_the_verdict_or_is_known_not_to()
    {
        byte[] message = Blocks[2].ToBlockMessage();
        await CheckAsync(message, CoveredOfMessage(message));
    }

    private async Task CheckAsync(byte[] document, bool[] covered)
    {
        (_, RecordingSink before) = await Verify.BytesAsync(SampleLedger.Write(Blocks[..2]), Pin, selfDeclared: false);
        var chains = new MemoryChains();
        chains.Add(before.Ledger!.Chain, before.Indexed);
        (DocumentReport genuine, _) = await Verify.BytesAsync(document, Pin, selfDeclared: false, chains);
        Assert.Equal((Verdict.Genuine, 1L), (genuine.Verdict, genuine.GenuineTransactions));

        int first = Random.Shared.Next(Stride);
        output.WriteLine($"every {Stride}th byte of {document.Length} from byte {first} on");
        var unnoticed = new List<string>();
        for (int i = first; i < document.Length; i += Stride)
        {
            byte[] mutant = [.. document];
            mutant[i] ^= 1;
            (DocumentReport report, _) = await Verify.BytesAsync(mutant, Pin, selfDeclared: false, chains);
            if (covered[i] && (report.Verdict, report.GenuineTransactions) == (Verdict.Genuine, 1L))
                unnoticed.Add($"byte {i}: {Convert.ToHexStringLower(document.AsSpan(Math.Max(0, i - 8), Math.Min(16, document.Length - Math.Max(0, i - 8))))}");
        }

        Assert.Empty(unnoticed);
    }

    /// <summary>Metadata ends an entry: each piece has its length in front.</summary>
    private static bool[] CoveredOfEntry(byte[] entry)
    {
        bool[] covered = All(entry.Length);
        int end = entry.Length;
        for (int i = Blocks[2].Metadata.Count - 1; i >= 0; i--)
        {
            int length = Blocks[2].Metadata[i].Length;
            if (Uncovered.Contains(i))
                covered.AsSpan(end - length, length).Clear();
            end -= length + VarintSize(length);
        }

        return covered;
    }

    /// <summary>The same in protobuf: each piece has a tag and its length in front.</summary>
    private static bool[] CoveredOfMessage(byte[] message)
    {
        bool[] covered = All(message.Length);
        int end = message.Length;
        for (int i = Blocks[2].Metadata.Count - 1; i >= 0; i--)
        {
            int length = Blocks[2].Metadata[i].Length;
            if (Uncovered.Contains(i))
                covered.AsSpan(end - length, length).Clear();
            end -= length + VarintSize(length) + 1;
        }

        return covered;
    }

    private static bool[] All(int length)
    {
        bool[] covered = new bool[length];
        Array.Fill(covered, true);
        return covered;
    }

    private static int VarintSize(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : 3;
}
