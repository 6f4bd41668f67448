using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;

namespace Appliance.Log.Tests;

public sealed class CoseVectorTests
{
    [Fact]
    public void The_example_of_RFC_9942_decodes()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Vectors.Folder("cose"), "rfc9942_inclusion-receipt.cbor"));
        CoseSign1 receipt = CoseSign1.Decode(bytes);
        Assert.Equal(CoseLabels.Es256, receipt.Protected.Integer(CoseLabels.Algorithm));
        Assert.Equal(CoseLabels.Rfc9162Sha256, receipt.Protected.Integer(CoseLabels.VerifiableDataStructure));
        Assert.Equal("test-key-1", Encoding.ASCII.GetString(receipt.Protected.Bytes(CoseLabels.KeyId)!.Value.Span));
        Assert.Null(receipt.Payload);
        Assert.Equal(64, receipt.Signature.Length);
        CoseInclusionProof proof = Assert.Single(CoseInclusionProof.ReadAll(receipt));
        Assert.Equal((5, 3, 3), (proof.TreeSize, proof.LeafIndex, proof.Path.Count));
        Assert.Equal(bytes, CoseSign1.Encode(receipt.ProtectedBytes.Span, proof.EncodeHeaders(), null, receipt.Signature.Span));
    }

    [Theory]
    [InlineData("sign-pass-01", true)]
    [InlineData("sign-pass-02", true)]
    [InlineData("sign-fail-02", false)]
    [InlineData("sign-fail-03", false)]
    [InlineData("sign-fail-04", false)]
    [InlineData("sign-fail-06", false)]
    [InlineData("sign-fail-07", false)]
    public void Sign1_examples_verify_as_they_say(string name, bool valid)
    {
        using JsonDocument test = Read(name, out byte[] message);
        CoseSign1 cose = CoseSign1.Decode(message);
        JsonElement input = test.RootElement.GetProperty("input");
        JsonElement sign = input.GetProperty("sign0");
        byte[] aad = sign.TryGetProperty("external", out JsonElement external) ? Convert.FromHexString(external.GetString()!) : [];
        byte[] signed = CoseSign1.SigStructure(cose.ProtectedBytes.Span, cose.Payload!.Value.Span, aad);
        if (valid)
            Assert.Equal(test.RootElement.GetProperty("intermediates").GetProperty("ToBeSign_hex").GetString(), Convert.ToHexString(signed));

        using ECDsa key = Key(sign.GetProperty("key"));
        bool es256 = IsEs256(cose.Protected.Find(CoseLabels.Algorithm) ?? cose.Unprotected.Find(CoseLabels.Algorithm));
        Assert.Equal(valid, es256 && key.VerifyData(signed, cose.Signature.Span, HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData("sign-fail-01")]
    [InlineData("sign-pass-03")]
    public void A_message_under_another_tag_or_none_is_not_taken_for_a_Sign1(string name)
    {
        using JsonDocument test = Read(name, out byte[] message);
        DecodeException refusal = Assert.Throws<DecodeException>(() => CoseSign1.Decode(message));
        Assert.Equal((DecodeFault.Malformed, 0L), (refusal.Fault, refusal.Offset));
    }

    // One example writes an algorithm as text, which is no number at all.
    private static bool IsEs256(CoseHeader? algorithm) => algorithm is not null && algorithm.Value.Span.SequenceEqual<byte>([0x26]);

    private static JsonDocument Read(string name, out byte[] message)
    {
        JsonDocument test = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder(Path.Combine("cose", "sign1-tests")), name + ".json")));
        message = Convert.FromHexString(test.RootElement.GetProperty("output").GetProperty("cbor").GetString()!);
        return test;
    }

    private static ECDsa Key(JsonElement key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url(key, "x"), Y = Base64Url(key, "y") },
    });

    private static byte[] Base64Url(JsonElement key, string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
}
