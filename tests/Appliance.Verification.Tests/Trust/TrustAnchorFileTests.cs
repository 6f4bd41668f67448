using Appliance.Verification.Chains;
using Appliance.Verification.Trust;

namespace Appliance.Verification.Tests.Trust;

public sealed class TrustAnchorFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("anchors");

    private string FilePath => Path.Combine(_directory.FullName, "anchors.json");

    [Fact]
    public void Anchors_survive_being_written_and_read()
    {
        TrustAnchors anchors = TrustAnchors.None
            .Add(new GenesisAnchor("fabric", "records", Digest.Parse(new string('a', 64))))
            .Add(new MspRootsAnchor("records", [new MspRoots("OrdererMSP", true, [[1, 2, 3]]), new MspRoots("Org1MSP", false, [[4], [5]])]));

        TrustAnchorFile.Save(FilePath, anchors);
        TrustAnchors read = TrustAnchorFile.Load(FilePath);

        Assert.Equal(anchors.All.Select(one => (one.Chain, one.Id, one.Description)), read.All.Select(one => (one.Chain, one.Id, one.Description)));
        MspRootsAnchor roots = Assert.IsType<MspRootsAnchor>(read.All[1]);
        Assert.True(roots.Organisations[0].Orders);
        Assert.Equal([5], roots.Organisations[1].Certificates[1]);
    }

    [Fact]
    public void A_missing_file_pins_nothing() => Assert.Empty(TrustAnchorFile.Load(FilePath).All);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"anchors\":[{\"format\":\"fabric\",\"chain\":\"c\"}]}")]
    [InlineData("{\"anchors\":[{\"format\":\"fabric\",\"chain\":\"c\",\"genesis\":\"12\"}]}")]
    [InlineData("{\"anchors\":[],\"surprise\":1}")]
    [InlineData("{\"anchors\":[{\"format\":\"fabric\",\"chain\":\"c\",\"organisations\":[{\"msp\":\"A\",\"orders\":false,\"roots\":[]}]}]}")]
    public void A_damaged_file_is_an_error_and_never_an_empty_set_of_anchors(string content)
    {
        File.WriteAllText(FilePath, content);
        TrustAnchorException refused = Assert.Throws<TrustAnchorException>(() => TrustAnchorFile.Load(FilePath));
        Assert.Contains(FilePath, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_needs_the_right_chain_and_id()
    {
        var anchor = new GenesisAnchor("fabric", "records", Digest.Parse(new string('a', 64)));
        TrustAnchors anchors = TrustAnchors.None.Add(anchor).Add(anchor);
        Assert.Single(anchors.All);
        Assert.Null(anchors.Remove("other", anchor.Id));
        Assert.Empty(anchors.Remove("records", anchor.Id)!.All);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
