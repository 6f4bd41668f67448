using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Chains;
using Appliance.Verification.Keys;
using Appliance.Verification.Tests.Transparency;
using Appliance.Verification.Tests.X509;
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
    public void Sealers_survive_too()
    {
        byte[] one = [.. Enumerable.Repeat((byte)1, 64)];
        byte[] two = [.. Enumerable.Repeat((byte)2, 64)];
        TrustAnchors anchors = TrustAnchors.None
            .Add(new SealerSetAnchor("group0", 0, [new PinnedSealer(one, 1), new PinnedSealer(two, 5)], 4))
            .Add(new SealerSetAnchor("group0", 1200, [new PinnedSealer(two, 1)], null));

        TrustAnchorFile.Save(FilePath, anchors);
        TrustAnchors read = TrustAnchorFile.Load(FilePath);

        Assert.Equal(anchors.All.Select(anchor => (anchor.Format, anchor.Chain, anchor.Id, anchor.Description)), read.All.Select(anchor => (anchor.Format, anchor.Chain, anchor.Id, anchor.Description)));
        Assert.Equal([4, 1], read.All.OfType<SealerSetAnchor>().Select(anchor => (int)anchor.Required));
        Assert.Equal([one, two], ((SealerSetAnchor)read.All[0]).Sealers.Select(sealer => sealer.NodeId.ToArray()));
    }

    [Theory]
    [InlineData("""{"anchors":[{"format":"fabric","chain":"c","sealers":{"fromHeight":0,"nodes":[]}}]}""")]
    [InlineData("""{"anchors":[{"format":"fisco-bcos","chain":"c","sealers":{"fromHeight":0}}]}""")]
    [InlineData("""{"anchors":[{"format":"fisco-bcos","chain":"c","sealers":{"fromHeight":0,"nodes":[null]}}]}""")]
    [InlineData("""{"anchors":[{"format":"fisco-bcos","chain":"c","sealers":{"fromHeight":0,"nodes":[{"nodeId":"00","weight":1}]}}]}""")]
    [InlineData("""{"anchors":[{"format":"fisco-bcos","chain":"c","sealers":{"fromHeight":0,"nodes":[{"weight":1}]}}]}""")]
    public void A_damaged_set_of_sealers_is_refused(string text)
    {
        File.WriteAllText(FilePath, text);
        Assert.Throws<TrustAnchorException>(() => TrustAnchorFile.Load(FilePath));
    }

    [Fact]
    public void Keys_and_certificate_roots_survive_too()
    {
        using var root = new TestAuthority("root", null);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        KnownKey pem = Assert.Single(KnownKey.ReadAll(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())));
        KnownKey note = Assert.Single(KnownKey.ReadAll("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"u8.ToArray()));
        TrustAnchors anchors = TrustAnchors.None
            .Add(new KeyAnchor(KeyAnchor.Cose, "bureau", [pem with { KeyId = "11" }, pem]))
            .Add(new KeyAnchor(KeyAnchor.Note, "log", [note]))
            .Add(new CertificateRootsAnchor("national", [root.Decoded.Raw.ToArray()]));

        TrustAnchorFile.Save(FilePath, anchors);
        TrustAnchors read = TrustAnchorFile.Load(FilePath);

        Assert.Equal(anchors.All.Select(one => (one.Format, one.Chain, one.Id, one.Description)), read.All.Select(one => (one.Format, one.Chain, one.Id, one.Description)));
        Assert.Equal(["11", null], Assert.IsType<KeyAnchor>(read.All[0]).Keys.Select(one => one.KeyId));
        Assert.Equal(note.VerifierKey!.ToString(), Assert.IsType<KeyAnchor>(read.All[1]).Keys[0].VerifierKey!.ToString());
    }

    [Fact]
    public void Logs_with_their_witnesses_survive_too()
    {
        KnownKey log = Key(PublishedNotes.ArcheKey);
        KnownKey[] witnesses = [.. PublishedNotes.ArcheWitnesses.Select(Key)];
        TrustAnchors anchors = TrustAnchors.None.Add(new LogAnchor("log.example/one", [log], witnesses, 3)).Add(new LogAnchor("log.example/two", [log, Key(PublishedNotes.RekorKey)], [], 0));

        TrustAnchorFile.Save(FilePath, anchors);
        TrustAnchors read = TrustAnchorFile.Load(FilePath);

        Assert.Equal(anchors.All.Select(one => (one.Format, one.Chain, one.Id, one.Description)), read.All.Select(one => (one.Format, one.Chain, one.Id, one.Description)));
        LogAnchor first = Assert.IsType<LogAnchor>(read.All[0]);
        Assert.Equal((3, 4), (first.Quorum, first.Witnesses.Count));
        Assert.EndsWith("3 of 4 witnesses", first.Description, StringComparison.Ordinal);
        Assert.NotEqual(first.Id, new LogAnchor("log.example/one", [log], witnesses, 2).Id);
    }

    [Theory]
    [InlineData("\"quorum\": 3", "\"quorum\": 5")]
    [InlineData("\"quorum\": 3", "\"quorum\": -1")]
    [InlineData("\"format\": \"tlog\"", "\"format\": \"note\"")]
    [InlineData("\"chain\": \"log.example/one\"", "\"chain\": \"\"")]
    [InlineData("\"chain\": \"log.example/one\",", "")]
    [InlineData("remora.n621.de", "remora.n621.dk")]
    [InlineData("\"keys\": [", "\"keys\": [ null,")]
    [InlineData("\"witnesses\": [", "\"witness\": [")]
    public void A_damaged_log_is_refused(string from, string to)
    {
        TrustAnchorFile.Save(FilePath, TrustAnchors.None.Add(new LogAnchor("log.example/one", [Key(PublishedNotes.ArcheKey)], [.. PublishedNotes.ArcheWitnesses.Select(Key)], 3)));
        string text = File.ReadAllText(FilePath);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(FilePath, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Throws<TrustAnchorException>(() => TrustAnchorFile.Load(FilePath));
    }

    [Fact]
    public void A_log_needs_keys_of_its_own_and_a_quorum_that_can_be_reached()
    {
        KnownKey log = Key(PublishedNotes.ArcheKey);
        KnownKey witness = Key(PublishedNotes.ArcheWitnesses[0]);
        Assert.Throws<ArgumentException>(() => new LogAnchor("log", [], [], 0));
        Assert.Throws<ArgumentException>(() => new LogAnchor("log", [witness], [], 0));
        Assert.Throws<ArgumentException>(() => new LogAnchor("log", [log], [log], 1));
        Assert.Throws<ArgumentException>(() => new LogAnchor("log", [log], [witness, witness], 2));
        Assert.Throws<ArgumentException>(() => new LogAnchor("log", [log], [witness], 2));
        Assert.Throws<ArgumentException>(() => new LogAnchor("log\n", [log], [], 0));
    }

    [Fact]
    public void A_file_in_place_of_the_configured_anchors_is_named_in_reports()
    {
        using var root = new TestAuthority("root", null);
        TrustAnchors pem = TrustAnchorFile.Read(root.Pem, "/there/roots.pem");
        Assert.Equal("certificate roots of roots.pem (from /there/roots.pem)", pem.Report(Assert.Single(pem.All)).Description);

        TrustAnchorFile.Save(FilePath, TrustAnchors.None.Add(new GenesisAnchor("fabric", "records", Digest.Parse(new string('a', 64)))));
        Assert.IsType<GenesisAnchor>(Assert.Single(TrustAnchorFile.Read(File.ReadAllBytes(FilePath), "other.json").All));

        Assert.Throws<TrustAnchorException>(() => TrustAnchorFile.Read("{\"anchors\":[]}"u8.ToArray(), "empty.json"));
        Assert.Throws<TrustAnchorException>(() => TrustAnchorFile.Read("nothing"u8.ToArray(), "text"));
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
    [InlineData("{\"anchors\":[null]}")]
    [InlineData("{\"anchors\":[{\"format\":\"fabric\",\"chain\":\"c\",\"organisations\":[null]}]}")]
    [InlineData("{\"anchors\":[{\"format\":\"x509\",\"chain\":\"c\",\"roots\":[]}]}")]
    [InlineData("{\"anchors\":[{\"format\":\"x509\",\"chain\":\"c\",\"roots\":[\"AAAA\"]}]}")]
    [InlineData("{\"anchors\":[{\"format\":\"cose\",\"chain\":\"c\",\"keys\":[{}]}]}")]
    [InlineData("{\"anchors\":[{\"format\":\"note\",\"chain\":\"c\",\"keys\":[{\"verifierKey\":\"a+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\"}]}]}")]
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

    private static KnownKey Key(string verifierKey) => Assert.Single(KnownKey.ReadAll(Encoding.UTF8.GetBytes(verifierKey)));
}
