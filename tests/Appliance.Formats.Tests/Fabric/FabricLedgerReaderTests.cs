using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using CsCheck;

namespace Appliance.Formats.Tests.Fabric;

public sealed class FabricLedgerReaderTests
{
    private static readonly DecodeLimits Small = new() { MaxDocumentBytes = 1_000_000 };

    [Fact]
    public void Blocks_and_offsets_survive_writing_and_reading()
    {
        byte[] ledger = FabricSample.Ledger(blocks: 5, transactions: 3);
        List<FabricBlock> blocks = FabricVectorTests.ReadAll(ledger);
        Assert.Equal([0L, 1, 2, 3, 4], blocks.Select(block => block.Number));
        foreach (FabricBlock block in blocks)
        {
            byte[] record = ledger[(int)block.Offset..(int)(block.Offset + block.Length)];
            Assert.Equal(
                record,
                FabricWriter.LedgerRecord(
                    block.Number,
                    block.PreviousHash.Span,
                    block.DataHash.Span,
                    [.. block.Transactions.Select(t => t.Envelope.ToArray())],
                    [.. block.Metadata.Select(m => m.ToArray())]));
            Assert.All(block.Transactions, t => Assert.Equal(t.Envelope.ToArray(), ledger[(int)t.Offset..(int)(t.Offset + t.Envelope.Length)]));
        }
    }

    [Fact]
    public void Any_shape_of_ledger_survives_writing_and_reading() =>
        Gen.Select(Gen.Byte.Array[0, 300].Array[0, 4], Gen.Byte.Array[0, 40].Array[0, 6], Gen.Byte.Array[0, 33], Gen.Long[0, long.MaxValue - 1])
            .Array[1, 5]
            .Sample(shapes =>
            {
                byte[] ledger = FabricWriter.LedgerFile(shapes.Select(s => FabricWriter.LedgerRecord(s.Item4, s.Item3, s.Item3, s.Item1, s.Item2)));
                List<FabricBlock> blocks = FabricVectorTests.ReadAll(ledger);
                Assert.Equal(shapes.Length, blocks.Count);
                for (int i = 0; i < shapes.Length; i++)
                {
                    Assert.Equal(shapes[i].Item1, blocks[i].Transactions.Select(t => t.Envelope.ToArray()));
                    Assert.Equal(shapes[i].Item2, blocks[i].Metadata.Select(m => m.ToArray()));
                    Assert.Equal(shapes[i].Item4, blocks[i].Number);
                    Assert.Equal(shapes[i].Item3, blocks[i].PreviousHash.ToArray());
                }
            });

    [Fact]
    public async Task Reading_in_dribs_gives_the_same_blocks()
    {
        byte[] ledger = FabricSample.Ledger(blocks: 3, transactions: 100);
        List<FabricBlock> expected = FabricVectorTests.ReadAll(ledger);
        var reader = new FabricLedgerReader(new DribblingStream(ledger));
        foreach (FabricBlock block in expected)
        {
            FabricBlock? read = await reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal((block.Number, block.Offset, block.Length), (read!.Number, read.Offset, read.Length));
            Assert.Equal(block.Transactions.Select(t => t.Id), read.Transactions.Select(t => t.Id));
        }

        Assert.Null(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Null(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_ledger_may_end_with_zeros_and_with_nothing_else()
    {
        byte[] ledger = FabricSample.Ledger(2, 1);
        Assert.Equal(2, FabricVectorTests.ReadAll([.. ledger, .. new byte[200_000]]).Count);
        byte[] soiled = [.. ledger, .. new byte[100_000], 7];
        DecodeException error = Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(soiled));
        Assert.Equal((DecodeFault.TrailingBytes, soiled.Length - 1L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Every_truncation_ends_at_a_block_or_names_the_end_of_the_file()
    {
        byte[] ledger = FabricSample.Ledger(2, 2);
        long boundary = FabricVectorTests.ReadAll(ledger)[0] is { } first ? first.Offset + first.Length : 0;
        for (int length = 0; length < ledger.Length; length++)
        {
            if (length == boundary)
            {
                Assert.Single(FabricVectorTests.ReadAll(ledger[..length]));
                continue;
            }

            DecodeException error = Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(ledger[..length]));
            Assert.Equal(length == 0 ? DecodeFault.Empty : DecodeFault.Truncated, error.Fault);
            Assert.Equal(length, error.Offset);
        }
    }

    public static TheoryData<string, DecodeFault, int> Frames => new()
    {
        { "", DecodeFault.Empty, 0 },
        { "0000", DecodeFault.Empty, 0 },
        { "80", DecodeFault.Truncated, 1 },
        { "8000", DecodeFault.NotCanonical, 0 },
        { "ffffffff0f", DecodeFault.LimitExceeded, 0 },
        { "ffffffffffffffffff01", DecodeFault.LimitExceeded, 0 },
        { "c1843d", DecodeFault.LimitExceeded, 0 }, // one byte beyond the limit
        { "0500", DecodeFault.Truncated, 2 },
        { "01ff", DecodeFault.Truncated, 1 }, // inside the number
        { "0bffffffffffffffffff0100", DecodeFault.Malformed, 1 }, // a number beyond 2^63 - 1
        { "0400002000", DecodeFault.Truncated, 3 }, // a hash that claims more than there is
        { "060000008001ff", DecodeFault.Truncated, 4 }, // more transactions than bytes
        { "0600000000ff7f", DecodeFault.LimitExceeded, 5 }, // more metadata than Fabric knows
        { "06000000000000", DecodeFault.TrailingBytes, 6 },
        { "06000000008000", DecodeFault.NotCanonical, 1 },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Malformed_frames_name_offset_and_fault(string hex, DecodeFault fault, int offset)
    {
        byte[] ledger = Convert.FromHexString(hex);
        DecodeException error = Assert.Throws<DecodeException>(() => ReadAll(ledger, Small));
        Assert.Equal((fault, (long)offset), (error.Fault, error.Offset));
        Assert.Equal("fabric-ledger", error.Format);
    }

    [Fact]
    public void A_claimed_length_costs_no_memory()
    {
        // 100 MB, within the default limit, claimed by a file of ten bytes.
        byte[] ledger = [0x80, 0xC2, 0xD7, 0x2F, 0, 0x20, 1, 2, 3, 4];
        Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(ledger));
        long before = GC.GetAllocatedBytesForCurrentThread();
        DecodeException error = Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(ledger));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(DecodeFault.Truncated, error.Fault);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void Memory_grows_with_the_bytes_that_arrive()
    {
        // 50 MB claimed, 1 MB there.
        byte[] ledger = [0x80, 0xE1, 0xEB, 0x17, .. new byte[1_000_000]];
        Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(ledger));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DecodeException>(() => FabricVectorTests.ReadAll(ledger));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 5_000_000, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void Documents_are_recognised_by_content()
    {
        byte[] ledger = FabricSample.Ledger(1, 1);
        byte[] block = FabricWriter.Block(7, new byte[32], new byte[32], [FabricSample.Endorsed(1)], FabricSample.Metadata(0, 1));
        byte[] genesis = FabricWriter.Block(0, [], new byte[32], [FabricSample.Endorsed(1)], []);
        Assert.Equal(FabricFormatKind.Ledger, FabricFormat.Recognise(ledger, ledger.Length));
        Assert.Equal(FabricFormatKind.Ledger, FabricFormat.Recognise(ledger.AsSpan(0, 10), 10));
        Assert.Equal(FabricFormatKind.Block, FabricFormat.Recognise(block, block.Length));
        Assert.Equal(FabricFormatKind.Block, FabricFormat.Recognise(genesis, genesis.Length));
        Assert.Equal(FabricFormatKind.None, FabricFormat.Recognise([], 0));
        Assert.Equal(FabricFormatKind.None, FabricFormat.Recognise("-----BEGIN CERTIFICATE-----"u8, 100));
        Assert.Equal(FabricFormatKind.None, FabricFormat.Recognise("{\"algorithm\": 1}"u8, 16));
        Assert.Equal(FabricFormatKind.None, FabricFormat.Recognise(new byte[64], 64));
    }

    private static void ReadAll(byte[] ledger, DecodeLimits limits)
    {
        var reader = new FabricLedgerReader(new MemoryStream(ledger), limits);
        while (reader.Read() is not null)
        {
        }
    }

    private sealed class DribblingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private int _calls;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + (_calls++ % 997))], cancellationToken);
    }
}
