using System.Text;
using Appliance.Samples;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.FiscoBcos;
using Appliance.Verification.Tests.Transparency;
using Appliance.Verification.Tests.X509;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Documents;

/// <summary>Whoever brings a file or a root along asks about it: a document that cannot be about it is not verified, whatever it is by itself.</summary>
public sealed class StrayCompanionTests
{
    private static readonly byte[] Stray = new byte[32];

    [Fact]
    public async Task A_ledger_has_nothing_to_do_with_either()
    {
        byte[] ledger = SampleLedger.Write(new SampleChannel(new SampleChannelOptions { Blocks = 1, TransactionsPerBlock = 1 }).Blocks());
        await CheckAsync(ledger, TrustAnchors.None);
    }

    [Fact]
    public async Task A_header_of_FISCO_BCOS_has_nothing_to_do_with_either()
    {
        var chain = new FiscoChain(national: false, sealers: 1);
        await CheckAsync(FiscoChain.Bytes(chain.Header()), chain.Anchors());
    }

    [Fact]
    public async Task A_note_has_nothing_to_do_with_either()
    {
        var signer = new NoteSigner("example.com/notes", type: 1, seed: 7);
        var anchors = new TrustAnchors([new KeyAnchor(KeyAnchor.Note, "bureau", [signer.Key])]);
        await CheckAsync(Encoding.UTF8.GetBytes(NoteSigner.Note("any text\n", signer)), anchors);
    }

    [Fact]
    public async Task A_certificate_chain_has_nothing_to_do_with_either()
    {
        using var root = new TestAuthority("root", null);
        var anchors = new TrustAnchors([new CertificateRootsAnchor("root", [root.Decoded.Raw.ToArray()])]);
        await CheckAsync(root.Decoded.Raw.ToArray(), anchors, TestAuthority.Start.AddYears(1));
    }

    private static async Task CheckAsync(byte[] document, TrustAnchors anchors, DateTimeOffset? at = null)
    {
        Companions alone = Companions.None with { At = at };
        Assert.Equal(Verdict.Genuine, (await JudgeAsync(alone)).Verdict);
        AssertRefused(await JudgeAsync(alone with { Detached = Stray }), "the data that were brought along");
        AssertRefused(await JudgeAsync(alone with { Root = Stray }), "the root that was brought along");

        async Task<DocumentReport> JudgeAsync(Companions companions) => (await Verify.BytesAsync(document, anchors, companions: companions)).Report;
    }

    private static void AssertRefused(DocumentReport report, string reason)
    {
        Assert.Equal(Verdict.PartsNotVerified, report.Verdict);
        Assert.Contains(report.Reasons, one => one.StartsWith(reason, StringComparison.Ordinal));
    }
}
