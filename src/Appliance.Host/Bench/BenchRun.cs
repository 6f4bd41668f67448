using System.Diagnostics;
using System.Runtime;
using Appliance.Engine;
using Appliance.Kernels;

namespace Appliance.Host.Bench;

/// <summary>Measures every kind of work on every backend that serves, OpenSSL in turn with them.</summary>
/// <param name="schemes">What to measure.</param>
/// <param name="steps">The ladder; steps that are off are left out.</param>
/// <param name="pace">How long and how often.</param>
/// <param name="size">Of known signers' tables.</param>
internal sealed class BenchRun(IReadOnlyList<BenchScheme> schemes, IReadOnlyList<BackendAdmission> steps, BenchPace pace, SignerTableSize size)
{
    // The engine groups signers; eight is a small consortium, and the tables of 72 leave the second-level cache.
    private const int FewSigners = 8;
    private const int ManySigners = 72;

    // The runtime compiles again what was called thirty times, once nothing new was called for a tenth of a second, on a thread of its own.
    private const int CallsUntilHot = 32;

    // Small, but still as many as the kernels take for a whole batch.
    private const int WarmUpBatch = 64;

    private static readonly TimeSpan CompilationDelay = TimeSpan.FromMilliseconds(250);

    private readonly IBackend[] _backends = [.. steps.Where(step => step.Standing == BackendStanding.Serving).Select(step => step.Backend!)];

    /// <summary>Measures; the calling thread does all the work.</summary>
    /// <param name="progress">Told what is measured and which part of all is behind, 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BackendException">A backend gave a wrong answer.</exception>
    public IReadOnlyList<BenchResult> Run(Action<string, double> progress, CancellationToken cancellation)
    {
        BenchScheme[] supported = [.. schemes.Where(scheme => _backends.Any(scheme.IsSupportedBy))];
        WarmUp(supported, progress, cancellation);
        BenchCase[] cases = [.. supported.SelectMany(Cases)];
        var results = new List<BenchResult>();
        for (int i = 0; i < cases.Length; i++)
        {
            using BenchCase each = cases[i];
            progress($"{each.Scheme.Name} {each.Path}", (double)i / cases.Length);
            results.AddRange(Measure(each, cancellation));
        }

        return results;
    }

    private BenchCase[] Cases(BenchScheme scheme)
    {
        if (scheme.Algorithm is not null)
        {
            return
            [
                new SignatureCase(scheme, known: true, FewSigners, size), new SignatureCase(scheme, known: true, ManySigners, size),
                new SignatureCase(scheme, known: false, FewSigners, size),
            ];
        }

        return scheme.Node is null ? [HashCase.OfMessages(scheme)] : [HashCase.OfNodes(scheme), HashCase.OfMessages(scheme)];
    }

    private BenchCase[] WarmUpCases(BenchScheme scheme)
    {
        if (scheme.Algorithm is not null)
            return [new SignatureCase(scheme, known: true, FewSigners, size, WarmUpBatch), new SignatureCase(scheme, known: false, FewSigners, size, WarmUpBatch)];
        return scheme.Node is null ? [HashCase.OfMessages(scheme, WarmUpBatch)] : [HashCase.OfNodes(scheme, WarmUpBatch), HashCase.OfMessages(scheme, WarmUpBatch)];
    }

    /// <summary>
    /// Runs everything in small batches until the runtime compiles nothing more: it compiles hot code again, twice, and a kernel in its first
    /// version is not worth measuring. What was measured with too little time to warm up says so by a wide range of ratios.
    /// </summary>
    private void WarmUp(BenchScheme[] supported, Action<string, double> progress, CancellationToken cancellation)
    {
        BenchCase[] cases = [.. supported.SelectMany(WarmUpCases)];
        Array.ForEach(cases, each => each.Prepare());
        Side[] sides = [.. cases.SelectMany(each => _backends.Where(each.Scheme.IsSupportedBy).Select(each.OnBackend))];
        var clock = Stopwatch.StartNew();
        for (long compiled = -1; compiled != JitInfo.GetCompiledMethodCount() && clock.Elapsed < pace.MostWarmUp; Thread.Sleep(CompilationDelay))
        {
            compiled = JitInfo.GetCompiledMethodCount();
            foreach (Side side in sides)
            {
                progress("warming up", 0);
                for (int call = 0; call < CallsUntilHot && clock.Elapsed < pace.MostWarmUp; call++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    side.Run();
                }
            }
        }

        Array.ForEach(cases, each => each.Dispose());
    }

    private IEnumerable<BenchResult> Measure(BenchCase work, CancellationToken cancellation)
    {
        work.Prepare();
        IReadOnlyList<Side> routes = work.OnOpenSsl(out string? missingBecause);
        Side[] ours = [.. _backends.Where(work.Scheme.IsSupportedBy).Select(work.OnBackend)];
        Side[] sides = routes.Count == 0 ? ours : [.. ours, Race.Fastest(routes, pace, cancellation)];
        Race.Track[] tracks = Race.Run(sides, pace, cancellation);
        for (int i = 0; i < ours.Length; i++)
        {
            yield return new BenchResult
            {
                Scheme = work.Scheme.Name,
                Path = work.Path,
                Backend = ours[i].Name,
                Signers = work.Signers,
                Batch = work.Batch,
                MessageBytes = work.MessageBytes,
                PerSecond = Race.Median(tracks[i].Rates),
                AllocatedBytesPerOperation = tracks[i].AllocatedBytesPerOperation,
                OpenSsl = routes.Count == 0 ? null : Compare(sides[^1].Name, tracks[i].Rates, tracks[^1].Rates),
                OpenSslStandIn = work.OpenSslStandIn,
                OpenSslMissingBecause = missingBecause,
            };
        }
    }

    private static OpenSslResult Compare(string route, double[] ours, double[] theirs)
    {
        double[] ratios = [.. ours.Zip(theirs, (mine, other) => mine / other)];
        return new OpenSslResult(route, Race.Median(theirs), Race.Median(ratios), ratios.Min(), ratios.Max());
    }
}
