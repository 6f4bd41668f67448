using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;

namespace Appliance.Verification.Tests.Documents;

/// <summary>One call for what every test here does.</summary>
internal static class Verify
{
    public static Task<(DocumentReport Report, RecordingSink Sink)> FileAsync(
        string path, TrustAnchors? anchors = null, bool selfDeclared = true, IChainState? chains = null) =>
        BytesAsync(File.ReadAllBytes(path), anchors, selfDeclared, chains);

    public static async Task<(DocumentReport Report, RecordingSink Sink)> BytesAsync(
        byte[] bytes,
        TrustAnchors? anchors = null,
        bool selfDeclared = true,
        IChainState? chains = null,
        IReadOnlyDictionary<string, string>? policies = null,
        Companions? companions = null)
    {
        var sink = new RecordingSink();
        var verifier = new DocumentVerifier(
            new ScalarVerifier(),
            new VerificationOptions { AllowSelfDeclared = selfDeclared, ChaincodePolicies = policies ?? new Dictionary<string, string>() });
        using var stream = new MemoryStream(bytes);
        DocumentReport report = await verifier.VerifyAsync(
            stream, "document", anchors ?? TrustAnchors.None, companions ?? Companions.None, chains, sink, null, TestContext.Current.CancellationToken);
        return (report, sink);
    }
}
