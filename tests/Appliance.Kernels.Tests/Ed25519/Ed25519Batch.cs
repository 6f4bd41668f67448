using System.Collections.Concurrent;

namespace Appliance.Kernels.Tests;

/// <summary>Runs Ed25519 items as one batch under one rule, and checks that nothing beyond the codes was written and no lane called slow.</summary>
public static class Ed25519Batch
{
    private const SignatureCode Sentinel = (SignatureCode)0xa5;
    private const int Guard = 7;

    private static readonly ConcurrentDictionary<(string Backend, string Key), SignerTable?> TablesByKey = new();

    public static SignatureCode[] Verify(IBackend backend, Ed25519Profile profile, IReadOnlyList<SignatureItem> items, bool withTables) =>
        Verify(backend, profile, items, withTables ? [.. items.Select(item => Table(backend, item.PublicKey))] : []);

    /// <param name="backend">The backend.</param>
    /// <param name="profile">The rule.</param>
    /// <param name="items">The signatures.</param>
    /// <param name="tables">None, or one entry per item.</param>
    public static SignatureCode[] Verify(IBackend backend, Ed25519Profile profile, IReadOnlyList<SignatureItem> items, SignerTable?[] tables)
    {
        var ends = new int[items.Count];
        int end = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            end += items[i].Message.Length;
            ends[i] = end;
        }

        var slow = new bool[items.Count + Guard];
        slow.AsSpan().Fill(true);
        var codes = new SignatureCode[items.Count + Guard];
        codes.AsSpan().Fill(Sentinel);
        var batch = new SignatureBatch
        {
            Count = items.Count,
            Messages = items.SelectMany(item => item.Message).ToArray(),
            MessageEnds = ends,
            Signatures = items.SelectMany(item => item.Signature).ToArray(),
            PublicKeys = items.SelectMany(item => item.PublicKey).ToArray(),
            SignerTables = tables,
            Ed25519Profile = profile,
            SlowLanes = slow,
        };
        backend.Verify(SignatureAlgorithm.Ed25519, batch, codes);
        Assert.All(codes[items.Count..], code => Assert.Equal(Sentinel, code));
        Assert.All(slow[..items.Count], Assert.False);
        Assert.All(slow[items.Count..], Assert.True);
        return codes[..items.Count];
    }

    public static SignerTable? Table(IBackend backend, byte[] key) => TablesByKey.GetOrAdd(
        (backend.Name, Convert.ToHexString(key)), _ => backend.CreateSignerTable(SignatureAlgorithm.Ed25519, key));
}
