using System.Globalization;
using Appliance.Kernels;

namespace Appliance.Bench.OpenSsl;

/// <summary>
/// Kernels against OpenSSL on one thread, in turn within each round so that a disturbance hits both; medians over the rounds.
/// </summary>
internal static class Comparison
{
    private const int HashCount = 1024;
    private const int SignatureCount = 512;
    private const int Signers = 8;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(1500);

    public static void Run(int rounds, TextWriter output)
    {
        output.WriteLine($"CPU      {CpuModel()}, single thread");
        output.WriteLine($"OpenSSL  {LibCrypto.Version}");
        output.WriteLine($".NET     {Environment.Version}");
        output.WriteLine($"Rounds   {rounds}, medians of operations per second of processor time; ratio = median of the rounds' ratios (lowest to highest)");
        output.WriteLine();
        output.WriteLine("| operation | scalar backend | OpenSSL, fastest route | ratio | OpenSSL, other route |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (HashFunction function in (HashFunction[])[HashFunction.Sha256, HashFunction.Sm3])
        {
            CompareHash(function, 64, rounds, output);
            CompareHash(function, 65, rounds, output);
        }

        foreach (SignatureAlgorithm algorithm in (SignatureAlgorithm[])[SignatureAlgorithm.EcdsaP256, SignatureAlgorithm.Sm2])
        {
            CompareSignatures(algorithm, rounds, output);
        }
    }

    private static unsafe void CompareHash(HashFunction function, int size, int rounds, TextWriter output)
    {
        var backend = new ScalarBackend();
        var hasher = new OpenSslHasher(function == HashFunction.Sha256 ? "SHA256" : "SM3");
        var messages = new byte[HashCount * size];
        new Random(1).NextBytes(messages);
        int[] ends = [.. Enumerable.Range(1, HashCount).Select(i => i * size)];
        var digests = new byte[HashCount * 32];
        var theirs = new byte[HashCount * 32];

        void HashTheirs()
        {
            fixed (byte* input = messages, digest = theirs)
            {
                for (int i = 0; i < HashCount; i++)
                {
                    hasher.Hash(null, 0, input + i * size, size, digest + 32 * i);
                }
            }
        }

        Measure($"{function}, {size}-byte messages", HashCount, rounds, output, () => backend.Hash(function, messages, ends, digests), HashTheirs);
        if (!digests.AsSpan().SequenceEqual(theirs)) throw new InvalidOperationException("The digests differ.");
    }

    private static void CompareSignatures(SignatureAlgorithm algorithm, int rounds, TextWriter output)
    {
        var backend = new ScalarBackend();
        var workload = new SignatureWorkload(algorithm, SignatureCount, Signers);
        var verifier = new OpenSslVerifier(workload);
        SignerTable?[] tables = workload.CreateTables(backend);
        Measure(
            $"{algorithm} verify, {Signers} known signers", SignatureCount, rounds, output,
            () => workload.Verify(backend, tables), verifier.VerifyDigests, verifier.VerifyMessages);
        Measure(
            $"{algorithm} verify, unknown signers", SignatureCount, rounds, output,
            () => workload.Verify(backend, []), verifier.VerifyDigests, verifier.VerifyMessages);
    }

    /// <summary>Prints a row; of the other side's routes the fastest is the one compared with.</summary>
    private static void Measure(string name, int operations, int rounds, TextWriter output, Action ours, params Action[] routes)
    {
        Action[] all = [ours, .. routes];
        foreach (Action action in all)
        {
            Rate(action, operations, WarmUp);
        }

        var rates = new double[all.Length][];
        for (int i = 0; i < all.Length; i++)
        {
            rates[i] = new double[rounds];
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < all.Length; i++)
            {
                rates[i][round] = Rate(all[i], operations, Slice);
            }
        }

        int fastest = Enumerable.Range(1, routes.Length).MaxBy(i => Median(rates[i]));
        double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => rates[0][round] / rates[fastest][round])];
        string other = routes.Length == 1 ? "" : Format(Median(rates[fastest == 1 ? 2 : 1]));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Format(Median(rates[0]))} | {Format(Median(rates[fastest]))} | {Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}) | {other} |"));
    }

    /// <summary>Operations per second of processor time, so that waiting for a shared processor does not count.</summary>
    private static double Rate(Action action, int operations, TimeSpan duration)
    {
        long calls = 0;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        do
        {
            action();
            calls++;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used < duration);

        return calls * operations / used.TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Format(double rate) => rate.ToString("#,0", CultureInfo.InvariantCulture);

    private static string CpuModel() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
