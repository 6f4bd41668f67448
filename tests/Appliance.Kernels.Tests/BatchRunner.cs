using System.Collections.Concurrent;

namespace Appliance.Kernels.Tests;

/// <summary>Puts items into the columns of a batch, runs it, and checks that nothing beyond the codes was written.</summary>
public static class BatchRunner
{
    private const SignatureCode Sentinel = (SignatureCode)0xa5;
    private const int Guard = 7;

    private static readonly ConcurrentDictionary<(string Backend, SignatureAlgorithm Algorithm, string Key), SignerTable?> TablesByKey = new();

    public static SignatureCode[] Verify(
        IBackend backend,
        SignatureAlgorithm algorithm,
        IReadOnlyList<SignatureItem> items,
        bool withTables,
        bool prehashed = true,
        bool requireLowS = false,
        byte[]? sm2Identifier = null) =>
        VerifyAndMark(backend, algorithm, items, withTables, prehashed, requireLowS, sm2Identifier).Codes;

    /// <summary>The same, with the marks of slow lanes.</summary>
    public static (SignatureCode[] Codes, bool[] SlowLanes) VerifyAndMark(
        IBackend backend,
        SignatureAlgorithm algorithm,
        IReadOnlyList<SignatureItem> items,
        bool withTables,
        bool prehashed = true,
        bool requireLowS = false,
        byte[]? sm2Identifier = null)
    {
        var ends = new int[items.Count];
        int end = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            end += items[i].Message.Length;
            ends[i] = end;
        }

        bool[] slowLanes = [.. Enumerable.Range(0, items.Count + Guard).Select(i => i % 2 == 0 || i >= items.Count)];
        var batch = new SignatureBatch
        {
            Count = items.Count,
            Messages = items.SelectMany(item => item.Message).ToArray(),
            MessageEnds = ends,
            Signatures = items.SelectMany(item => item.Signature).ToArray(),
            PublicKeys = items.SelectMany(item => item.PublicKey).ToArray(),
            SignerTables = withTables ? Tables(backend, algorithm, items) : [],
            Prehashed = prehashed,
            RequireLowS = requireLowS,
            Sm2Identifier = sm2Identifier,
            SlowLanes = slowLanes,
        };
        var codes = new SignatureCode[items.Count + Guard];
        codes.AsSpan().Fill(Sentinel);
        backend.Verify(algorithm, batch, codes);
        Assert.All(codes[items.Count..], code => Assert.Equal(Sentinel, code));
        Assert.All(slowLanes[items.Count..], Assert.True);
        return (codes[..items.Count], slowLanes[..items.Count]);
    }

    private static SignerTable?[] Tables(IBackend backend, SignatureAlgorithm algorithm, IReadOnlyList<SignatureItem> items) =>
    [
        .. items.Select(item => TablesByKey.GetOrAdd(
            (backend.Name, algorithm, Convert.ToHexString(item.PublicKey)),
            _ => backend.CreateSignerTable(algorithm, item.PublicKey))),
    ];
}
