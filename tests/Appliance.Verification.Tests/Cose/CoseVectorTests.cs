using System.Text;
using System.Text.Json;
using Appliance.Verification.Documents;
using Appliance.Verification.Keys;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Cose;

/// <summary>The COSE working group's cases for COSE_Sign1, each under the key that it names.</summary>
public sealed class CoseVectorTests
{
    [Theory]
    [InlineData("sign-pass-01", Verdict.SignatureValid)]
    [InlineData("sign-pass-03", Verdict.SignatureValid)]
    [InlineData("sign-fail-01", Verdict.Malformed)]
    [InlineData("sign-fail-02", Verdict.SignatureMismatch)]
    [InlineData("sign-fail-03", Verdict.Unsupported)]
    [InlineData("sign-fail-04", Verdict.Unsupported)]
    [InlineData("sign-fail-06", Verdict.SignatureMismatch)]
    [InlineData("sign-fail-07", Verdict.SignatureMismatch)]
    // Valid with the external data that it was signed with; a document brings none along, so here it is another message.
    [InlineData("sign-pass-02", Verdict.SignatureMismatch)]
    public async Task Cases_have_their_verdict(string name, Verdict expected)
    {
        using JsonDocument file = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Vectors.Path($"cose/sign1-tests/{name}.json"), TestContext.Current.CancellationToken));
        byte[] message = Convert.FromHexString(file.RootElement.GetProperty("output").GetProperty("cbor").GetString()!);
        string key = file.RootElement.GetProperty("input").GetProperty("sign0").GetProperty("key").GetRawText();

        (DocumentReport report, _) = await Verify.BytesAsync(message, companions: new Companions { Keys = KnownKey.ReadAll(Encoding.UTF8.GetBytes(key)) });

        Assert.Equal(expected, report.Verdict);
    }
}
