using System.Text;
using System.Text.Json.Nodes;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>Every byte of small genuine documents matters, but for those that the format's page names as not covered.</summary>
public sealed class FiscoMutationTests
{
    // Not covered by any hash or signature, and read by nobody; "abi" is left out by older nodes where it is empty.
    private static readonly string[] Uncovered = ["\"importTime\":1670993547912", "\"extraData\":\"a note\"", "\"abi\":\"\"", "\"id\":1", "\"jsonrpc\":\"2.0\""];

    [Theory]
    [MemberData(nameof(FiscoDocumentTests.Suites), MemberType = typeof(FiscoDocumentTests))]
    public async Task Each_byte_of_a_document_changes_the_verdict_or_is_known_not_to(bool national)
    {
        var chain = new FiscoChain(national, sealers: 1);
        JsonObject[] transactions = [chain.Transaction(1), chain.Transaction(2, version: 2)];
        byte[][] hashes = [.. transactions.Select(one => FiscoChain.FromHex(one["hash"]!))];
        JsonObject proven = transactions[1].DeepClone().AsObject();
        proven["txProof"] = chain.Proof(hashes, 1);
        JsonObject block = chain.Header(9, hashes);
        block["transactions"] = new JsonArray(transactions[0]);
        await CheckAsync(chain, FiscoChain.Bytes(new JsonObject { ["id"] = 1, ["jsonrpc"] = "2.0", ["result"] = chain.Block(9, chain.Transaction(3)) }));
        await CheckAsync(chain, FiscoChain.Bytes(new JsonArray(chain.Header(9, hashes), proven)));
    }

    private static async Task CheckAsync(FiscoChain chain, byte[] document)
    {
        Assert.Equal(Verdict.Genuine, (await Verify.BytesAsync(document, chain.Anchors(), selfDeclared: false)).Report.Verdict);
        bool[] covered = Covered(document);
        var unnoticed = new List<string>();
        for (int i = 0; i < document.Length; i++)
        {
            byte[] mutant = [.. document];
            mutant[i] ^= 1;
            Verdict verdict = (await Verify.BytesAsync(mutant, chain.Anchors(), selfDeclared: false)).Report.Verdict;
            if (verdict == Verdict.Genuine && covered[i])
                unnoticed.Add($"byte {i}: {Encoding.UTF8.GetString(document, Math.Max(0, i - 20), Math.Min(40, document.Length - Math.Max(0, i - 20)))}");
        }

        Assert.Empty(unnoticed);
    }

    private static bool[] Covered(byte[] document)
    {
        bool[] covered = new bool[document.Length];
        Array.Fill(covered, true);
        foreach (string text in Uncovered)
        {
            byte[] pattern = Encoding.UTF8.GetBytes(text);
            for (int at = 0; document.AsSpan(at).IndexOf(pattern) is var found and >= 0; at += found + 1)
                covered.AsSpan(at + found, pattern.Length).Clear();
        }

        return covered;
    }
}
