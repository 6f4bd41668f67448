using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Transparency;

namespace Appliance.Formats.Tests.Transparency;

public sealed class TlogProofTests
{
    private const string Hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=";
    private const string Header = "c2sp.org/tlog-proof@v1\n";

    // The shape of the example in C2SP tlog-proof, whose signatures are abridged.
    public static string Example { get; } = Header + $"extra YWdl\nindex 1\n{Hash}\n{Hash}\n\n" + Small(4);

    [Fact]
    public void A_proof_is_read_with_everything_in_it()
    {
        TlogProof proof = Decode(Example);
        Assert.Equal("age", Encoding.UTF8.GetString(proof.Extra!.Value.Span));
        Assert.Equal((1L, 2, 4L), (proof.Index, proof.Path.Count, proof.Checkpoint.Size));
        Assert.All(proof.Path, hash => Assert.Equal(Hash, Convert.ToBase64String(hash.Span)));
        Assert.Null(proof.Misfit());
        Assert.True(TlogProof.Recognise(Encoding.UTF8.GetBytes(Example)));
        Assert.Equal(CheckpointTests.Example, Encoding.UTF8.GetString(Decode(Header + "index 0\n\n" + CheckpointTests.Example).Checkpoint.Note.Text.Span) + CheckpointTests.Example[(CheckpointTests.Example.IndexOf("\n\n", StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [InlineData(1, 1, "is not in a tree")]
    [InlineData(0, 0, "is not in a tree")]
    [InlineData(0, 3, "demands 2")]
    [InlineData(2, 3, "demands 1")]
    [InlineData(0, 1, null)]
    public void Index_size_and_number_of_hashes_must_fit(int index, int size, string? misfit)
    {
        string? told = Decode(Header + $"index {index}\n\n" + Small(size)).Misfit();
        if (misfit is null)
            Assert.Null(told);
        else
            Assert.Contains(misfit, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", DecodeFault.Empty, 0)]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\n", DecodeFault.Malformed, 21)]
    [InlineData("c2sp.org/tlog-proof@v1\r\nindex 0\n\n", DecodeFault.Malformed, 22)]
    [InlineData(Header, DecodeFault.Truncated, 23)]
    [InlineData(Header + "index 0", DecodeFault.Truncated, 30)]
    [InlineData(Header + "\nindex 0\n", DecodeFault.Malformed, 23)]
    [InlineData(Header + "extra YWdl\n", DecodeFault.Truncated, 34)]
    [InlineData(Header + "extra \nindex 0\n", DecodeFault.NotCanonical, 23)]
    [InlineData(Header + "extra YWd\nindex 0\n", DecodeFault.Malformed, 29)]
    [InlineData(Header + "extra YWdl\nextra YWdl\nindex 0\n", DecodeFault.Malformed, 34)]
    [InlineData(Header + "Index 0\n", DecodeFault.Malformed, 23)]
    [InlineData(Header + "index 00\n", DecodeFault.NotCanonical, 29)]
    [InlineData(Header + "index -1\n", DecodeFault.Malformed, 29)]
    [InlineData(Header + "index \n", DecodeFault.Malformed, 29)]
    [InlineData(Header + "index 0\nAAAA\n\n", DecodeFault.Malformed, 31)]
    [InlineData(Header + "index 0\n" + Hash + "\n", DecodeFault.Truncated, 76)]
    [InlineData(Header + "index 0\n\n", DecodeFault.Empty, 32)]
    [InlineData(Header + "index 0\n\n\no\n1\n" + Hash + "\n\n— name AAAAAAE=\n", DecodeFault.Malformed, 32)]
    [InlineData(Header + "index 0\n\no\n01\n" + Hash + "\n\n— name AAAAAAE=\n", DecodeFault.NotCanonical, 34)]
    public void Everything_else_is_refused_where_it_is_wrong(string text, DecodeFault fault, long offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => Decode(text));
        Assert.Equal((TlogProof.Format, fault, offset), (refusal.Format, refusal.Fault, refusal.Offset));
    }

    [Fact]
    public void A_path_longer_than_any_tree_is_high_is_refused()
    {
        string path = string.Concat(Enumerable.Repeat(Hash + "\n", 63));
        Assert.Equal(63, Decode(Header + $"index 0\n{path}\n" + Small(1)).Path.Count);
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => Decode(Header + $"index 0\n{path}{Hash}\n\n" + Small(1))).Fault);
    }

    private static string Small(int size) => $"o\n{size}\n{Hash}\n\n— name AAAAAAE=\n";

    private static TlogProof Decode(string text) => TlogProof.Decode(Encoding.UTF8.GetBytes(text));
}
