using System.Diagnostics;
using System.Globalization;
using Appliance.Engine;
using Appliance.Kernels;
using Appliance.Samples;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Bench.Ledger;

/// <summary>
/// Whole ledgers through the whole path (decode, plan, bind, batch, verify, report), the engine and the scalar evaluator in turn.
/// </summary>
internal static class LedgerComparison
{
    private const int TransactionsPerBlock = 100;

    /// <summary>Prints transactions, checks and signatures a second on all processors, medians of the rounds.</summary>
    /// <param name="rounds">Rounds after one for warming up; four or more.</param>
    /// <param name="blocks">Blocks of 100 transactions with three endorsements each.</param>
    /// <param name="output">Where to print.</param>
    public static async Task RunAsync(int rounds, int blocks, TextWriter output)
    {
        using var ledger = new MemoryStream();
        SampleManifest manifest = await SampleChannel.WriteAsync(
            ledger, new SampleChannelOptions { Blocks = blocks, TransactionsPerBlock = TransactionsPerBlock });
        byte[] bytes = ledger.ToArray();
        await using var engine = new BatchingVerifier(new BackendLadder(BackendCatalogue.Steps, BackendSelection.All), new EngineOptions());
        (string Name, IVerifier Verifier)[] sides = [("engine, fastest backends", engine), ("scalar evaluator", new ScalarVerifier())];
        var seconds = sides.Select(_ => new List<double>()).ToArray();
        DocumentReport report = null!;
        long signatures = 0;
        for (int round = 0; round <= rounds; round++)
        {
            for (int side = 0; side < sides.Length; side++)
            {
                long before = Signatures(engine);
                long start = Stopwatch.GetTimestamp();
                report = await VerifyAsync(sides[side].Verifier, bytes);
                if (round > 0)
                    seconds[side].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                if (side == 0)
                    signatures = Signatures(engine) - before;
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.Transactions} transactions in {manifest.Blocks} blocks, {bytes.Length / 1e6:F0} MB, {report.ChecksMade} checks, {signatures} signatures; "
            + $"{Environment.ProcessorCount} processors, {rounds} rounds in turn, medians"));
        output.WriteLine();
        output.WriteLine("| way | transactions/s | checks/s | signatures/s | MB/s |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        for (int side = 0; side < sides.Length; side++)
        {
            double median = Median(seconds[side]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {sides[side].Name} | {manifest.Transactions / median:N0} | {report.ChecksMade / median:N0} | {signatures / median:N0} | {bytes.Length / 1e6 / median:N0} |"));
        }
    }

    private static async Task<DocumentReport> VerifyAsync(IVerifier verifier, byte[] ledger)
    {
        var documents = new DocumentVerifier(verifier, new VerificationOptions { AllowSelfDeclared = true });
        using var stream = new MemoryStream(ledger);
        DocumentReport report = await documents.VerifyAsync(stream, "sample", TrustAnchors.None, Companions.None, null, null, null, CancellationToken.None);
        return report.Verdict == Verdict.Genuine
            ? report
            : throw new InvalidOperationException($"the sample ledger is {report.Verdict}: {string.Join("; ", report.Reasons)}");
    }

    private static long Signatures(BatchingVerifier engine) => engine.Statistics.Verified.Sum(one => one.Items);

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
