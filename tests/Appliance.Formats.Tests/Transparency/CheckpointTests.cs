using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Transparency;

namespace Appliance.Formats.Tests.Transparency;

public sealed class CheckpointTests
{
    /// <summary>The example of C2SP tlog-cosignature.</summary>
    public const string Example =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private const string Line = "\n— name AAAAAAE=\n";

    [Fact]
    public void The_specifications_example_is_read()
    {
        Checkpoint checkpoint = Decode(Example);
        Assert.Equal(("example.com/behind-the-sofa", 20852163L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(Root, Convert.ToBase64String(checkpoint.RootHash.Span));
        Assert.Empty(checkpoint.Extensions);
        Assert.Equal([64, 72], checkpoint.Note.Signatures.Select(signature => signature.Value.Length));
        Assert.True(Checkpoint.Recognise(Encoding.UTF8.GetBytes(Example)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    public void Sizes_reach_from_none_to_the_largest(string size) =>
        Assert.Equal(size, Decode($"o\n{size}\n{Root}\n{Line}").Size.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Extension_lines_are_kept_and_bounded()
    {
        Assert.Equal(["Timestamp: 1688058656037355364", "x"], Decode($"o\n1\n{Root}\nTimestamp: 1688058656037355364\nx\n{Line}").Extensions);
        string many = string.Concat(Enumerable.Repeat("x\n", 65));
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => Decode($"o\n1\n{Root}\n{many}{Line}")).Fault);
    }

    [Theory]
    [InlineData($"\n1\n{Root}\n{Line}", DecodeFault.Malformed, 0)]
    [InlineData($"o\n{Line}", DecodeFault.Truncated, 2)]
    [InlineData($"o\n1\n{Line}", DecodeFault.Truncated, 4)]
    [InlineData($"o\n01\n{Root}\n{Line}", DecodeFault.NotCanonical, 2)]
    [InlineData($"o\n-1\n{Root}\n{Line}", DecodeFault.Malformed, 2)]
    [InlineData($"o\n+1\n{Root}\n{Line}", DecodeFault.Malformed, 2)]
    [InlineData($"o\n1 \n{Root}\n{Line}", DecodeFault.Malformed, 2)]
    [InlineData($"o\n١\n{Root}\n{Line}", DecodeFault.Malformed, 2)]
    [InlineData($"o\n9223372036854775808\n{Root}\n{Line}", DecodeFault.LimitExceeded, 2)]
    [InlineData($"o\n99999999999999999999\n{Root}\n{Line}", DecodeFault.LimitExceeded, 2)]
    [InlineData($"o\n1\nAAAA\n{Line}", DecodeFault.Malformed, 4)]
    [InlineData($"o\n1\n{Root}AAAA\n{Line}", DecodeFault.Malformed, 44)]
    [InlineData($"o\n1\n{Root}\n\nx\n{Line}", DecodeFault.Malformed, 49)]
    [InlineData($"o\n1\n\n{Root}\n{Line}", DecodeFault.Malformed, 4)]
    public void Everything_else_is_refused_where_it_is_wrong(string text, DecodeFault fault, long offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => Decode(text));
        Assert.Equal((Checkpoint.Format, fault, offset), (refusal.Format, refusal.Fault, refusal.Offset));
    }

    [Theory]
    [InlineData("o\n1\nx\n")]
    [InlineData("o\nx\n" + Root + "\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("o\n1")]
    [InlineData("")]
    public void Other_texts_are_not_taken_for_checkpoints(string text) => Assert.False(Checkpoint.Recognise(Encoding.UTF8.GetBytes(text)));

    private static Checkpoint Decode(string text) => Checkpoint.Decode(Encoding.UTF8.GetBytes(text));
}
