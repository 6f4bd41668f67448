using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.Tests;

/// <summary>Chains of made-up blocks, the same for the same seed.</summary>
internal static class Blocks
{
    public static Digest Hash(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ReadOnlyMemory<byte> Id(string text) => Encoding.UTF8.GetBytes(text);

    public static ReadOnlyMemory<byte> TransactionId(string chain, long height, int index) => Id($"{chain}-{height}-{index}");

    public static Digest HeaderHash(string chain, long height) => height < 0 ? default : Hash($"{chain}/{height}");

    public static ChainKey Key(string chain, long first = 0) => new("fabric", chain, HeaderHash(chain, first));

    public static ReadOnlyMemory<byte> Trust(string chain, long height) => Encoding.UTF8.GetBytes(new string('t', 200) + $"{chain}@{height}");

    /// <summary>Every tenth block, and the first, carries a trust update; every seventh transaction was rejected.</summary>
    public static IndexedBlock Block(string chain, long height, int transactions = 3) => new()
    {
        Height = height,
        Hash = HeaderHash(chain, height),
        PreviousHash = HeaderHash(chain, height - 1),
        DataHash = Hash($"data {chain}/{height}"),
        Time = height % 5 == 4 ? null : DateTimeOffset.UnixEpoch.AddSeconds(height),
        TrustUpdate = height % 10 == 0 ? Trust(chain, height) : default,
        Transactions = [.. Enumerable.Range(0, transactions).Select(i => new IndexedTransaction(
            TransactionId(chain, height, i), Hash($"leaf {chain}/{height}/{i}"), $"Org{i % 3}MSP",
            (height + i) % 7 == 6 ? Verdict.RejectedByChain : Verdict.Genuine))],
    };

    public static IReadOnlyList<IndexedBlock> Range(string chain, long first, int count, int transactions = 3) =>
        [.. Enumerable.Range(0, count).Select(i => Block(chain, first + i, transactions))];
}
