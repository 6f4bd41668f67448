using System.Security.Cryptography;
using System.Text;
using Appliance.Log.Receipts;
using Appliance.Log.Verdicts;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Log.Tests;

internal static class Samples
{
    public static byte[] Document(int number) => Encoding.UTF8.GetBytes($"document {number}");

    public static VerdictEntry Entry(int number = 0) => new()
    {
        DocumentSha256 = new Digest(SHA256.HashData(Document(number))),
        Length = Document(number).Length,
        Format = "fabric-ledger",
        Chain = "archives",
        ChainFirstBlock = new Digest(SHA256.HashData("genesis"u8)),
        FirstBlock = 0,
        LastBlock = 99,
        Verdict = nameof(Verdict.Genuine),
        Outcome = Outcome.Genuine,
        AnchorKind = AnchorKind.Pinned,
        AnchorDescription = "genesis c4a1491a",
        Profile = "fabric",
        Time = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + number),
    };

    /// <summary>The receipts of a log of <paramref name="count"/> entries, one batch each.</summary>
    public static async Task<List<Receipt>> ReceiptsAsync(ITreeHeadSigner signer, int count)
    {
        await using var storage = new MemoryStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, signer, new VerdictLogOptions { MaxDelay = TimeSpan.Zero });
        var receipts = new List<Receipt>();
        for (int i = 0; i < count; i++)
            receipts.Add(await log.AppendAsync(Entry(i)));
        return receipts;
    }

    /// <summary>The receipts of entries under one head, but for the first, which may have gone ahead alone.</summary>
    public static async Task<Receipt[]> BatchAsync(ITreeHeadSigner signer, int count)
    {
        await using var storage = new MemoryStorage { Gate = new SemaphoreSlim(0) };
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, signer, new VerdictLogOptions { MaxDelay = TimeSpan.Zero });
        Task<Receipt>[] callers = [.. Enumerable.Range(0, count).Select(i => log.AppendAsync(Entry(i)))];
        storage.Gate.Release(count);
        return await Task.WhenAll(callers);
    }
}
