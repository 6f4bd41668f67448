using System.CommandLine;
using Appliance.Formats.Decoding;
using Appliance.Host.Conformance;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;

namespace Appliance.Host.Cli;

/// <summary><c>appliance conformance</c>: does a backend agree with published vectors?</summary>
internal static class ConformanceCommand
{
    private const string DefaultProfile = "fips186";

    private static readonly Dictionary<string, SignatureProfile> Profiles = new(StringComparer.Ordinal)
    {
        [DefaultProfile] = SignatureProfile.Fips186,
        ["fabric"] = SignatureProfile.Fabric,
    };

    public static Command Create(CommandConsole console)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Wycheproof JSON files, or folders that hold some",
            Arity = ArgumentArity.OneOrMore,
        };
        var backend = new Option<string>("--backend") { Description = "Backend under test", DefaultValueFactory = _ => "scalar" };
        backend.AcceptOnlyFromAmong([.. BackendCatalogue.Steps.Select(step => step.Name)]);
        var profile = new Option<string>("--profile")
        {
            Description = "Acceptance rule: fips186 takes any s, fabric refuses s above n/2",
            DefaultValueFactory = _ => DefaultProfile,
        };
        profile.AcceptOnlyFromAmong([.. Profiles.Keys]);
        Option<OutputFormat> output = CommonOptions.Output();
        var command = new Command(
            "conformance",
            """
            Runs Wycheproof vectors (ECDSA P-256 with SHA-256, DER and P1363 signatures) against a backend.

            Exit code 1 on any disagreement, or when a file ran no case.

            Examples:
              appliance conformance ecdsa_secp256r1_sha256_test.json
              appliance conformance --profile fabric --output json testvectors_v1/
            """)
        {
            paths,
            backend,
            profile,
            output,
        };
        command.SetAction(parsed =>
        {
            IBackend chosen = CreateBackend(parsed.GetRequiredValue(backend));
            string rule = parsed.GetRequiredValue(profile);
            var runner = new ConformanceRunner(chosen, Profiles[rule], DecodeLimits.Default);
            var passedOver = new List<string>();
            IReadOnlyList<string> files = ConformanceFiles.Find(parsed.GetRequiredValue(paths), passedOver.Add);
            if (passedOver.Count > 0)
                console.Say($"{passedOver.Count} JSON files are not Wycheproof files and were passed over, the first is {passedOver[0]}");
            ConformanceResult[] results = [.. files.Select(file => runner.Run(file, File.ReadAllBytes(file)))];
            if (parsed.GetValue(output) == OutputFormat.Json)
                ConformanceReport.WriteJson(console, results, chosen.Name, rule);
            else
                ConformanceReport.WriteTable(console, results);
            return (int)(results.Length > 0 && results.All(result => result.Passed) ? ExitCode.Genuine : ExitCode.NotGenuine);
        });
        return command;
    }

    /// <summary>The backend without its known answers: whether it agrees is what is asked here.</summary>
    /// <exception cref="CommandFailure">This machine cannot run it.</exception>
    private static IBackend CreateBackend(string name)
    {
        try
        {
            return BackendCatalogue.Find(name)!.Create();
        }
        catch (Exception exception)
        {
            throw new CommandFailure(ExitCode.Hardware, name, exception.Message, "choose another backend: see 'appliance doctor'", exception);
        }
    }
}
