using System.CommandLine;
using System.Globalization;
using Appliance.Engine;
using Appliance.Host.Bench;
using Appliance.Kernels;

namespace Appliance.Host.Cli;

/// <summary><c>appliance bench</c>: how fast is this machine?</summary>
internal static class BenchCommand
{
    private const int ShortestSliceMilliseconds = 1;
    private const int LongestSliceMilliseconds = 60_000;

    public static Command Create(CommandConsole console)
    {
        var quick = new Option<bool>("--quick") { Description = $"{Describe(BenchPace.Quick)}: everything within a minute" };
        var scheme = new Option<string[]>("--scheme") { Description = "Only this scheme or hash function; repeat for more" };
        scheme.AcceptOnlyFromAmong([.. BenchScheme.All.Select(one => one.Name)]);
        var backend = new Option<string[]>("--backend") { Description = "Only this backend, even where engine.backends excludes it; repeat for more" };
        backend.AcceptOnlyFromAmong([.. BackendCatalogue.Steps.Select(step => step.Name)]);
        Option<int?> rounds = Number("--rounds", $"Rounds that count, at least {BenchPace.LeastRounds}", "N", BenchPace.LeastRounds, BenchPace.MostRounds);
        Option<int?> slice = Number("--slice", "Time of each side in a round, in milliseconds", "MS", ShortestSliceMilliseconds, LongestSliceMilliseconds);
        var wide = new Option<bool>("--wide") { Description = "Give known signers the wide tables that the engine builds for the busiest" };
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        var command = new Command(
            "bench",
            $"""
            Measures signatures checked and messages hashed per second of one core, every scheme on every backend that serves, and beside each
            OpenSSL's libcrypto on the same work in the same rounds. Needs no 'appliance init' and changes nothing.

            Without --quick: {Describe(BenchPace.Thorough)}. What is measured, and the JSON: docs/how-to/measure-speed.md.
            Exit code 4 where a backend that was asked for is off, or gives a wrong answer. A missing OpenSSL leaves its columns empty.

            Examples:
              appliance bench --quick
              appliance bench --scheme p256 --scheme sm2 --rounds 11
              appliance bench --output json > results.json
            """)
        {
            quick,
            scheme,
            backend,
            rounds,
            slice,
            wide,
            output,
            data,
            configuration,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration));
            BenchPace pace = parsed.GetValue(quick) ? BenchPace.Quick : BenchPace.Thorough;
            pace = new BenchPace(
                parsed.GetValue(rounds) ?? pace.Rounds,
                parsed.GetValue(slice) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : pace.Slice);
            string[] names = parsed.GetValue(scheme) ?? [];
            BenchScheme[] schemes = [.. BenchScheme.All.Where(one => names.Length == 0 || names.Contains(one.Name))];
            IReadOnlyList<BackendAdmission> steps = Admit(parsed.GetValue(backend) ?? [], session.Configuration.ToBackendSelection());
            RequireSupport(schemes, names, steps);
            SignerTableSize size = parsed.GetValue(wide) ? SignerTableSize.Wide : SignerTableSize.Standard;
            IReadOnlyList<BenchResult> results = await RunAsync(console, new BenchRun(schemes, steps, pace, size), cancellation).ConfigureAwait(false);
            var report = new BenchReport(pace, size, steps, results);
            if (parsed.GetValue(output) == OutputFormat.Json)
                report.WriteJson(console);
            else
                report.WriteTable(console);
            return (int)ExitCode.Genuine;
        });
        return command;
    }

    private static string Describe(BenchPace pace) => string.Create(
        CultureInfo.InvariantCulture, $"{pace.Rounds} rounds of {pace.Slice.TotalMilliseconds} ms for each side");

    private static Option<int?> Number(string name, string description, string help, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = help };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < least || value > most))
                result.AddError($"{name} is a whole number from {least} to {most}, not '{result.Tokens[0].Value}'");
        });
        return option;
    }

    /// <summary>The steps asked for, or all of them; a step that is off is kept, for its reason.</summary>
    /// <exception cref="CommandFailure">A step that was asked for is off.</exception>
    /// <exception cref="BackendException">No step serves.</exception>
    private static IReadOnlyList<BackendAdmission> Admit(string[] names, BackendSelection selection)
    {
        BackendAdmission[] steps =
        [
            .. BackendCatalogue.Steps
                .Where(step => names.Length == 0 || names.Contains(step.Name))
                .Select(step => BackendAdmission.Of(step, names.Length == 0 ? selection : BackendSelection.All)),
        ];
        if (names.Length > 0 && steps.FirstOrDefault(step => step.Standing != BackendStanding.Serving) is { } off)
            throw new CommandFailure(ExitCode.Hardware, $"backend {off.Name}", off.OffBecause!, "leave --backend out to measure those that serve");
        return steps.Any(step => step.Standing == BackendStanding.Serving)
            ? steps
            : throw new BackendException($"no backend serves ({string.Join("; ", steps.Select(step => $"{step.Name}: {step.OffBecause}"))}): run 'appliance doctor'");
    }

    /// <exception cref="CommandFailure">A scheme that was asked for is computed by none of the backends.</exception>
    private static void RequireSupport(BenchScheme[] schemes, string[] names, IReadOnlyList<BackendAdmission> steps)
    {
        IBackend[] backends = [.. steps.Where(step => step.Standing == BackendStanding.Serving).Select(step => step.Backend!)];
        if (names.Length > 0 && Array.Find(schemes, scheme => !backends.Any(scheme.IsSupportedBy)) is { } stranger)
        {
            throw new CommandFailure(
                ExitCode.Usage, $"scheme {stranger.Name}", $"not computed by {string.Join(", ", backends.Select(backend => backend.Name))}", "choose another scheme or backend");
        }
    }

    /// <summary>On a thread of its own, whose processor time is what is counted.</summary>
    private static async Task<IReadOnlyList<BenchResult>> RunAsync(CommandConsole console, BenchRun run, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(console);
        return await Task.Factory.StartNew(
            () => run.Run((what, part) => progress.Show(what, part, () => string.Empty), cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
    }
}
