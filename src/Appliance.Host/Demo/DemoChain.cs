using Appliance.Host.Cli;
using Appliance.Samples;

namespace Appliance.Host.Demo;

/// <summary>The ledger of the demo: a sample channel with what should be found in it, or a file of the caller's.</summary>
internal sealed class DemoChain
{
    private static readonly SampleChannelOptions Sample = new()
    {
        Seed = "appliance demo",
        Blocks = 24,
        TransactionsPerBlock = 40,
        TamperedEvery = 23,
        Peer = PeerHonesty.Alternating,
    };

    private DemoChain(string path, SampleManifest? manifest)
    {
        Path = path;
        Manifest = manifest;
    }

    public string Path { get; }

    /// <summary>What the sample holds; null for a real ledger.</summary>
    public SampleManifest? Manifest { get; }

    /// <summary>Takes the caller's ledger.</summary>
    /// <exception cref="CommandFailure">It cannot be opened.</exception>
    public static DemoChain Real(string path)
    {
        using Stream probe = DocumentFile.Open(path);
        return new DemoChain(path, null);
    }

    /// <summary>Makes the sample channel.</summary>
    public static async Task<DemoChain> MakeAsync(string path, Action<double> progress, CancellationToken cancellation)
    {
        var blocks = new ProgressHandler(progress);
        await using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        SampleManifest manifest = await SampleChannel.WriteAsync(stream, Sample, blocks, cancellation).ConfigureAwait(false);
        return new DemoChain(path, manifest);
    }

    /// <summary>
    /// Compares verdicts with the manifest: a tampered transaction that passed or an honest one that did not, in words.
    /// </summary>
    public IReadOnlyList<string> Disagreements(JudgedLedger judged)
    {
        if (Manifest is null)
            return [];
        Dictionary<(long, int), SampleExpectation> tampered = Manifest.Tampered.ToDictionary(one => (one.Block, one.Transaction));
        var wrong = new List<string>();
        foreach (JudgedTransaction one in judged.Transactions)
        {
            bool genuine = one.Verdict == nameof(Verification.Verdicts.Verdict.Genuine);
            bool expected = !tampered.TryGetValue((one.Block, one.Index), out SampleExpectation? expectation);
            if (genuine != expected)
                wrong.Add($"block {one.Block} transaction {one.Index} ({expectation?.Tampering.ToString() ?? "honest"}) is {one.Verdict}");
        }

        if (judged.Transactions.Count != Manifest.Transactions)
            wrong.Add($"{judged.Transactions.Count} transactions judged, {Manifest.Transactions} written");
        return wrong;
    }

    private sealed class ProgressHandler(Action<double> progress) : IProgress<SampleProgress>
    {
        public void Report(SampleProgress value) => progress((double)value.Blocks / value.TotalBlocks);
    }
}
