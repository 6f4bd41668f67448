using System.Text;
using System.Text.Json.Nodes;
using Appliance.Formats.FiscoBcos;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>Answers of real nodes.</summary>
public sealed class FiscoVectorTests
{
    // FISCO-BCOS/java-sdk 013a9dd, ResponseTest.testECDSAGetTransactionAndCalculateHash (Apache-2.0): a transaction of a real chain, its
    // hash and the root of its block.
    private const string JavaSdkRoot = "ab67ef374352b65bd6f411b153c821a0c2607bf275ffe407e18bc1e6957f1bf2";

    private const string JavaSdkTransaction =
        """
        {"id":14,"jsonrpc":"2.0","result":{"abi":"","blockLimit":521,"chainID":"chain0","from":"0x45ed2b4ee8546a2808f6ea30a41b4e04074b3f17",
        "groupID":"group0","hash":"0x08bf58cb6974d6011b4c38dfba6042a5581d09bcdad608b35c01faab60e65f60","importTime":1670993547912,
        "input":"0xd91921ed000000000000000000000000000000000000000000000000000000000000016b",
        "nonce":"93211541293974952730087763682517272771230763513029093659263835585118451786019",
        "signature":"0xd718e60c0b5a4afd69de84ef1084e2753c729875b3c514189f986047d354b4050c20d151efeadd0cff4b4a90517bb3200247cbe2c7dd930cf02e90c9f5939bd500",
        "to":"0xc8ead4b26b2c6ac14c9fd90d9684c9bc2cc40085","txProof":[
        "0000000200000000000000000000000000000000000000000000000000000000",
        "08bf58cb6974d6011b4c38dfba6042a5581d09bcdad608b35c01faab60e65f60","86778510cb760455127e398ed0b2eac8274b7e6525df7cb662157867c0e72750",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "93a3e602ab5f7148e47e018d4cdc52c1fc2b4a03c7b8c38987220041283aa257","a3c098545fde6a64058504abf7275813d82119ca354774d2503801b3e88511ca",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "104c1d168e573f877ef07af01ce783ca372622ffdac29d7c2f41aa14913c3ca6","bdb782bbae5f1cdbbd5fe59974a7ccfc07f40b3ded5d0d824913a19b70031872",
        "0000000100000000000000000000000000000000000000000000000000000000",
        "37690dafc3390d75fe6e129cdf82f5a54c0d996464ffab7cecef006a1fcaf301",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "b7b5642f280766843b8a2d9bd1793c70490c84d9c6a6d2a1cd6df1d9777fbebb","a973f00b74eb91954ed01a2928c06e9deb7373f5dd9b4da4f7776915374e9f05",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "ffd9e7ee47da53f53b3181dea758f164726d2fc0c7bce0ceda199b76099bf32c","a64c46ae5a8a882cc0a9e2ac5cdc8e6cace8ce3dade41130f92eb0d24c58af92",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "d0153796c8cea76c08a8b1ab932e7bd8a1ae123d6a3b9bc442fe329fb1592aeb","0880b67fdb80a69dfaed8f92719ccff3258508db68cfdbd851d6096bdab69e01",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "b5b23a170215d9f74d107b1458a78ca97a1a0414e2f2ccf0d7ebac7d0e205ba9","e0aa18057629fad83d26e0c16e9aaa771b2ac85cfbd3cdc21c95a293feec3acb",
        "0000000200000000000000000000000000000000000000000000000000000000",
        "4d8176441b4098451d72e0f8d7cb57fd547907fb6156b07960a777eeadcfb3d9","987b1e86ba418316cf6b68395b4036fcd3802fbb492ce19985451b9b5b052759"],
        "version":0}}
        """;

    [Fact]
    public async Task A_real_block_of_3_0_1_is_genuine_by_its_own_sealers()
    {
        byte[] document = await File.ReadAllBytesAsync(Vectors.Path("fisco/wecross_block9_header.json"), TestContext.Current.CancellationToken);
        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(document);

        BlockReport block = Assert.Single(sink.Blocks);
        Assert.Equal("c403e7f3255c7822e86075c1b97c4de359a511030794af8f8c74692e1b494e03", Convert.ToHexStringLower(block.HeaderHash.Span));
        Assert.Equal((Verdict.Genuine, AnchorKind.SelfDeclared, 9L), (report.Verdict, report.Anchor.Kind, block.Number));
        Assert.Contains(report.Facts, fact => fact is { Name: "suite", Value: "keccak256-secp256k1" });
        Assert.Equal(2, block.Checks.Count(check => check is { Kind: CheckKind.SealerSignature, Verdict: Verdict.Valid, Scheme: "ecdsa-secp256k1" }));
        Assert.All(
            [CheckKind.HeaderHash, CheckKind.Structure, CheckKind.BlockNumber, CheckKind.RecoveryId, CheckKind.SealerQuorum, CheckKind.TransactionsRoot],
            kind => Assert.All(block.Checks.Where(check => check.Kind == kind), check => Assert.Equal(Verdict.Valid, check.Verdict)));

        (DocumentReport service, _) = await Verify.BytesAsync(document, selfDeclared: false);
        Assert.Equal(Verdict.Unanchored, service.Verdict);
    }

    [Fact]
    public async Task A_real_transaction_has_its_hash_its_sender_and_its_proof()
    {
        var bundle = FiscoBundle.Decode(Encoding.UTF8.GetBytes(JavaSdkTransaction));
        FiscoHeader header = FiscoBundle.Decode(FiscoChain.Bytes(new FiscoChain(national: false, sealers: 1).Header(change: one => one["txsRoot"] = "0x" + JavaSdkRoot))).Headers[0];
        Plan plan = FiscoPlans.ForTransactions(bundle.Transactions, new FiscoPlanContext { Suite = FiscoSuite.KeccakSecp256k1, Group = "group0", Headers = [header] });
        var bound = new BoundPlan(plan, [], [], SignatureProfile.Fips186);
        PlanResult result = await new ScalarVerifier().EvaluateAsync(bound, TestContext.Current.CancellationToken);

        IReadOnlyList<CheckReport> checks = CheckReports.Of(bound, result);
        Assert.All(checks.Where(check => check.Mandatory), check => Assert.Equal((check.Kind, Verdict.Valid), (check.Kind, check.Verdict)));
        Assert.Equal(10, checks.Count(check => check.Kind == CheckKind.TransactionInclusion));
        Assert.Contains(checks, check => check is { Kind: CheckKind.TransactionHash, Verdict: Verdict.Valid });
        Assert.Contains(checks, check => check is { Kind: CheckKind.SenderAddress, Verdict: Verdict.Valid });
    }

    [Fact]
    public async Task The_nodes_own_known_answer_of_a_national_signature_is_valid()
    {
        JsonNode vector = JsonNode.Parse(await File.ReadAllTextAsync(Vectors.Path("sm2/fisco_kat.json"), TestContext.Current.CancellationToken))!;
        byte[] signature = Convert.FromHexString(vector["sig_r_s_pub"]!.GetValue<string>());
        byte[] key = Convert.FromHexString(vector["pub"]!.GetValue<string>());
        byte[] hash = FiscoKey.Hash(national: true, "abcd"u8.ToArray());
        byte[] other = [.. signature[..^1], (byte)(signature[^1] ^ 1)];

        Verdict[] verdicts = await EvaluateAsync(hash, key, (SignatureEncoding.WithPublicKey, signature), (SignatureEncoding.P1363, signature[..64]), (SignatureEncoding.WithPublicKey, other));

        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.SignatureMismatch], verdicts);
    }

    private static async Task<Verdict[]> EvaluateAsync(byte[] hash, byte[] key, params (SignatureEncoding Encoding, byte[] Signature)[] signatures)
    {
        var builder = new PlanBuilder();
        Slot message = builder.Input(hash);
        foreach ((SignatureEncoding encoding, byte[] signature) in signatures)
            builder.Verify(CheckKind.SenderSignature, CheckSubject.Document, new SignerReference(SignerForm.FiscoKey, key), encoding, builder.Input(signature), [message]);
        var bound = new BoundPlan(builder.Build(), [ResolvedSigner.Accepted("key", "key", SignatureAlgorithm.Sm2, key, null)], [], SignatureProfile.Fips186);
        return [.. (await new ScalarVerifier().EvaluateAsync(bound, TestContext.Current.CancellationToken)).Verdicts];
    }
}
