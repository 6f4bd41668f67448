using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;

namespace Appliance.Formats.Tests.Transparency;

public sealed class MerkleProofTests
{
    private const string Hash = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=";

    public const string Inclusion = $$"""{"leafIdx": 0, "treeSize": 2, "root": "{{Hash}}", "leafHash": "{{Hash}}", "proof": ["{{Hash}}"], "desc": "d", "wantErr": true}""";

    public const string Consistency = $$"""{"size1": 1, "size2": 1, "root1": "{{Hash}}", "root2": "{{Hash}}", "proof": null, "hash": "sm3"}""";

    [Fact]
    public void Both_kinds_are_read()
    {
        var inclusion = Assert.IsType<MerkleInclusion>(Decode(Inclusion));
        Assert.Equal((0UL, 2UL, HashAlgorithm.Sha256, "d", true), (inclusion.LeafIndex, inclusion.TreeSize, inclusion.Hash, inclusion.Description, inclusion.WantError));
        Assert.Equal(Hash, Convert.ToBase64String(inclusion.LeafHash.Span));
        Assert.Equal(Hash, Convert.ToBase64String(Assert.Single(inclusion.Path).Span));
        Assert.Null(inclusion.Misfit());
        var consistency = Assert.IsType<MerkleConsistency>(Decode(Consistency));
        Assert.Equal((1UL, 1UL, HashAlgorithm.Sm3, null), (consistency.FirstSize, consistency.SecondSize, consistency.Hash, consistency.WantError));
        Assert.Empty(consistency.Path);
        Assert.Null(consistency.Misfit());
    }

    [Fact]
    public void Every_vector_is_recognised_and_read()
    {
        string[] files = Directory.GetFiles(Vectors.PathOf("merkle"), "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length >= 92, $"{files.Length} vectors");
        foreach (string file in files)
        {
            byte[] json = File.ReadAllBytes(file);
            Assert.True(MerkleProof.Recognise(json), file);
            var proof = MerkleProof.Decode(json);
            Assert.Equal(file.Contains("inclusion", StringComparison.Ordinal), proof is MerkleInclusion);
            Assert.NotNull(proof.WantError);
            Assert.NotNull(proof.Description);
        }
    }

    [Theory]
    [InlineData("\"leafIdx\": 0", "\"leafIdx\": 2", "not in a tree")]
    [InlineData("\"leafIdx\": 0", "\"leafIdx\": 18446744073709551615", "not in a tree")]
    [InlineData("\"treeSize\": 2", "\"treeSize\": 9223372036854775808", "larger than any")]
    [InlineData("\"treeSize\": 2", "\"treeSize\": 5", "demand 3")]
    [InlineData("\"treeSize\": 2", "\"treeSize\": 1", "demand 0")]
    [InlineData($"[\"{Hash}\"]", "null", "demand 1")]
    [InlineData($"[\"{Hash}\"]", "[\"\"]", "hash 0 of the proof has 0 bytes")]
    [InlineData($"\"root\": \"{Hash}\"", "\"root\": \"AA==\"", "the root has 1 bytes")]
    public void Tampered_values_are_read_and_told_as_a_misfit(string from, string to, string misfit) =>
        Assert.Contains(misfit, Decode(Inclusion.Replace(from, to, StringComparison.Ordinal)).Misfit(), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"size1\": 1", "\"size1\": 0", "the empty one")]
    [InlineData("\"size1\": 1", "\"size1\": 2", "does not continue")]
    [InlineData("\"size2\": 1", "\"size2\": 18446744073709551615", "larger than any")]
    [InlineData("\"size2\": 1", "\"size2\": 3", "demand 2")]
    public void So_are_those_of_consistency(string from, string to, string misfit) =>
        Assert.Contains(misfit, Decode(Consistency.Replace(from, to, StringComparison.Ordinal)).Misfit(), StringComparison.Ordinal);

    [Theory]
    [InlineData("", DecodeFault.Empty, 0)]
    [InlineData("[]", DecodeFault.Malformed, 0)]
    [InlineData("{}", DecodeFault.Truncated, 2)]
    [InlineData("{\"leafIdx\": 0, \"leafIdx\": 0}", DecodeFault.Malformed, 15)]
    [InlineData("{\"other\": 0}", DecodeFault.Malformed, 1)]
    [InlineData("{\"leafIdx\": -1}", DecodeFault.Malformed, 12)]
    [InlineData("{\"leafIdx\": 1.5}", DecodeFault.Malformed, 12)]
    [InlineData("{\"leafIdx\": 18446744073709551616}", DecodeFault.Malformed, 12)]
    [InlineData("{\"leafIdx\": \"0\"}", DecodeFault.Malformed, 12)]
    [InlineData("{\"root\": null}", DecodeFault.Malformed, 9)]
    [InlineData("{\"root\": \"A\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"root\": \"AB==\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"root\": \"AA ==\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"root\": \"A_8=\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"proof\": {}}", DecodeFault.Malformed, 10)]
    [InlineData("{\"proof\": [1]}", DecodeFault.Malformed, 11)]
    [InlineData("{\"proof\": [[\"\"]]}", DecodeFault.Malformed, 11)]
    [InlineData("{\"hash\": \"sha512\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"wantErr\": null}", DecodeFault.Malformed, 12)]
    [InlineData(Inclusion + "x", DecodeFault.Malformed, null)]
    [InlineData(Inclusion + "{}", DecodeFault.Malformed, null)]
    [InlineData("{\"size1\": 1, \"treeSize\": 1, \"root\": \"\", \"root2\": \"\", \"proof\": []}", DecodeFault.Truncated, null)]
    [InlineData("{\"size1\": 1, \"size2\": 1, \"root1\": \"\", \"root2\": \"\"}", DecodeFault.Truncated, null)]
    public void Everything_else_is_refused_where_it_is_wrong(string json, DecodeFault fault, int? offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => Decode(json));
        Assert.Equal((MerkleProof.Format, fault), (refusal.Format, refusal.Fault));
        if (offset is { } expected)
            Assert.Equal(expected, refusal.Offset);
        Assert.InRange(refusal.Offset, 0, Encoding.UTF8.GetByteCount(json));
    }

    [Fact]
    public void Strings_that_are_not_UTF8_and_documents_without_bounds_are_refused()
    {
        byte[] json = Encoding.UTF8.GetBytes(Inclusion);
        json[json.AsSpan().IndexOf("\"d\""u8) + 1] = 0xFF;
        Assert.Equal(DecodeFault.Malformed, Assert.Throws<DecodeException>(() => MerkleProof.Decode(json)).Fault);
        string path = string.Join(",", Enumerable.Repeat("\"\"", 257));
        DecodeException refusal = Assert.Throws<DecodeException>(() => Decode(Inclusion.Replace($"\"proof\": [\"{Hash}\"]", $"\"proof\": [{path}]", StringComparison.Ordinal)));
        Assert.Equal(DecodeFault.LimitExceeded, refusal.Fault);
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => MerkleProof.Decode(new byte[(1 << 16) + 1])).Fault);
    }

    private static MerkleProof Decode(string json) => MerkleProof.Decode(Encoding.UTF8.GetBytes(json));
}
