using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Appliance.Formats.Cose;

namespace Appliance.Host.Tests.Cli;

/// <summary>Documents other than ledgers on the command line: keys, anchors of one run, detached data.</summary>
public sealed class SingleDocumentTests
{
    // { 1: -7, 258: -16 }: ES256, the payload is a SHA-256 hash.
    private static readonly byte[] EnvelopeHeaders = [0xA2, 0x01, 0x26, 0x19, 0x01, 0x02, 0x2F];

    [Fact]
    public async Task A_hash_envelope_is_judged_by_key_file_and_detached_data()
    {
        using var folder = new TestFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] record = RandomNumberGenerator.GetBytes(500);
        string message = folder.Write("statement.cose", Envelope(key, SHA256.HashData(record)));
        string file = folder.Write("record.bin", record);
        string other = folder.Write("other.bin", record[1..]);
        string pem = folder.Write("key.pem", Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()));

        ApplianceProcess.Result right = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, message, "--key", pem, "--detached", file);
        ApplianceProcess.Result wrong = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, message, "--key", pem, "--detached", other);
        ApplianceProcess.Result alone = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, message);

        Assert.True(right.Code == 0, right.ToString());
        JsonElement document = right.Json().GetProperty("documents")[0];
        Assert.Equal("SignatureValid", document.GetProperty("verdict").GetString());
        Assert.Equal("supplied-key", document.GetProperty("anchor").GetString());
        Assert.Equal("fips186", document.GetProperty("profile").GetString());
        Assert.Equal(
            ["Structure Valid", "ReferencedData Valid", "DocumentSignature Valid"],
            document.GetProperty("documentChecks").EnumerateArray().Select(check => $"{check.GetProperty("kind")} {check.GetProperty("verdict")}"));
        Assert.Equal((1, "ValueMismatch"), (wrong.Code, wrong.Json().GetProperty("documents")[0].GetProperty("verdict").GetString()));
        Assert.Equal((5, "Unanchored"), (alone.Code, alone.Json().GetProperty("documents")[0].GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task A_pinned_key_makes_it_genuine_and_a_file_of_anchors_takes_its_place()
    {
        using var folder = new TestFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string message = folder.Write("statement.cose", Envelope(key, SHA256.HashData("record"u8)));
        string pem = folder.Write("key.pem", Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()));

        ApplianceProcess.Result pin = await ApplianceProcess.RunAsync("trust", "add", "bureau", "--key", pem, "--data", folder.Data);
        ApplianceProcess.Result genuine = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, message);
        ApplianceProcess.Result elsewhere = await ApplianceProcess.RunAsync(
            "verify", "-o", "json", "--data", folder.File("empty"), message, "--trust", Path.Combine(folder.Data, "trust.json"));
        ApplianceProcess.Result table = await ApplianceProcess.RunAsync("verify", "--data", folder.Data, message);

        Assert.True(pin.Code == 0, pin.ToString());
        Assert.Equal((0, "Genuine"), (genuine.Code, genuine.Json().GetProperty("documents")[0].GetProperty("verdict").GetString()));
        Assert.Equal(0, elsewhere.Code);
        Assert.Contains("trust.json", elsewhere.Json().GetProperty("documents")[0].GetProperty("anchorDescription").GetString(), StringComparison.Ordinal);
        Assert.Contains("DocumentSignature", table.Output, StringComparison.Ordinal);
        Assert.Contains("bureau", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_hold_no_keys_or_anchors_are_named()
    {
        using var folder = new TestFolder();
        string text = folder.Write("text", "neither"u8);
        string message = folder.Write("statement.cose", [0xD2, 0x84]);

        ApplianceProcess.Result key = await ApplianceProcess.RunAsync("verify", message, "--key", text, "--data", folder.Data);
        ApplianceProcess.Result trust = await ApplianceProcess.RunAsync("verify", message, "--trust", text, "--data", folder.Data);
        ApplianceProcess.Result root = await ApplianceProcess.RunAsync("verify", message, "--root", "12", "--data", folder.Data);
        ApplianceProcess.Result two = await ApplianceProcess.RunAsync("verify", message, message, "--detached", text, "--data", folder.Data);

        Assert.Equal([2, 3, 2, 2], [key.Code, trust.Code, root.Code, two.Code]);
        Assert.All([key, trust], result => Assert.Contains(text, result.Error, StringComparison.Ordinal));
    }

    private static byte[] Envelope(ECDsa key, byte[] hash) => CoseSign1.Encode(
        EnvelopeHeaders,
        CoseSign1.EmptyHeaders,
        hash,
        key.SignData(CoseSign1.SigStructure(EnvelopeHeaders, hash), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
