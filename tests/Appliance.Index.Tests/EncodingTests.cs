using System.Text;
using Appliance.Index.Blocks;
using Appliance.Index.Files;
using Appliance.Index.KeyValue;
using Appliance.Verification.Chains;

namespace Appliance.Index.Tests;

/// <summary>Bytes on disk.</summary>
public sealed class EncodingTests
{
    /// <summary>RFC 3720 appendix B.4, and the check value of the CRC catalogue.</summary>
    [Theory]
    [InlineData("313233343536373839", 0xE3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AA)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62A8AB43)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46DD794E)]
    public void Crc32C_known_answers(string hex, uint expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(expected, Crc32C.Compute(bytes));
        Assert.Equal(expected, Crc32C.Compute(bytes.AsSpan(0, 5), bytes.AsSpan(5)));
    }

    [Fact]
    public void A_block_is_read_back_as_it_was_written()
    {
        for (int transactions = 0; transactions < 20; transactions++)
        {
            IndexedBlock block = Tests.Blocks.Block("a", transactions, transactions);
            BlockAssert.Same(block, BlockRecord.Decode(block.Height, BlockRecord.Encode(block)));
        }
    }

    [Fact]
    public void A_block_cut_short_anywhere_or_with_a_byte_too_many_is_refused()
    {
        byte[] body = BlockRecord.Encode(Tests.Blocks.Block("a", 0, 3));
        for (int length = 0; length < body.Length; length++)
            Assert.Throws<InvalidDataException>(() => BlockRecord.Decode(0, body.AsMemory(0, length)));
        Assert.Throws<InvalidDataException>(() => BlockRecord.Decode(0, (byte[])[.. body, 0]));
    }

    [Fact]
    public void A_chain_is_read_back_as_it_was_written_and_refused_when_cut_short()
    {
        var chain = new ChainKey("fabric", "документы-档案", Tests.Blocks.Hash("first"));
        byte[] body = ChainRecord.Encode(chain);
        Assert.Equal(chain, ChainRecord.Decode(body));
        for (int length = 0; length < body.Length; length++)
            Assert.Throws<InvalidDataException>(() => ChainRecord.Decode(body.AsSpan(0, length)));
    }

    [Fact]
    public void Keys_of_different_kinds_chains_and_ids_differ()
    {
        byte[] id = Encoding.UTF8.GetBytes("same");
        Bytes32[] keys =
        [
            Keys.Block(0, id), Keys.Transaction(0, id), Keys.Leaf(0, id), Keys.Transaction(1, id), Keys.Transaction(0, [.. id, 0]),
            Keys.Chain(0), Keys.Chain(1), Keys.TrustUpdate(0, 0), Keys.TrustUpdate(0, 1), Keys.Meta, Keys.Transaction(0, new byte[400]),
        ];
        Assert.Equal(keys.Length, keys.Select(key => Convert.ToHexString(Blittable.View(in key))).Distinct().Count());
    }

    [Fact]
    public void Places_in_the_hash_table_depend_on_the_secret_and_on_every_byte_of_the_key()
    {
        byte[] secret = [.. Enumerable.Range(0, KeyedComparer<Bytes32>.SecretBytes).Select(i => (byte)i)];
        byte[] other = [.. secret.Select(value => (byte)(value ^ 0x55))];
        Bytes32 key = Keys.Chain(7);
        long place = new KeyedComparer<Bytes32>(secret).GetHashCode64(ref key);
        Assert.NotEqual(place, new KeyedComparer<Bytes32>(other).GetHashCode64(ref key));
        for (int i = 0; i < 32; i++)
        {
            Bytes32 changed = key;
            Blittable.Bytes(ref changed)[i] ^= 1;
            Assert.NotEqual(place, new KeyedComparer<Bytes32>(secret).GetHashCode64(ref changed));
        }
    }

    [Fact]
    public void A_seal_breaks_with_any_byte_of_key_or_value()
    {
        Bytes32 key = Keys.Chain(1);
        Bytes64 value = Seal.Put(key, new BlockValue(5, 6).Encode());
        Assert.True(Seal.Holds(key, value));
        Assert.False(Seal.Holds(Keys.Chain(2), value));
        for (int i = 0; i < 64; i++)
        {
            Bytes64 changed = value;
            Blittable.Bytes(ref changed)[i] ^= 1;
            Assert.False(Seal.Holds(key, changed));
        }
    }
}
