using System.CommandLine;
using Appliance.Formats.Decoding;
using Appliance.Host.Conformance;
using Appliance.Kernels;

namespace Appliance.Host.Cli;

/// <summary><c>appliance conformance</c>: does a backend agree with published vectors?</summary>
internal static class ConformanceCommand
{
    public static Command Create(CommandConsole console)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files of vectors, or folders, which are searched with all below them",
            Arity = ArgumentArity.OneOrMore,
        };
        var backend = new Option<string>("--backend") { Description = "Backend under test", DefaultValueFactory = _ => "scalar" };
        backend.AcceptOnlyFromAmong([.. BackendCatalogue.Steps.Select(step => step.Name)]);
        var profile = new Option<string[]>("--profile")
        {
            Description = "Acceptance rule. ECDSA: fips186 (any s; the default) or fabric (s at most n/2). Ed25519: ref10 (the default), rfc8032, strict or zip215",
        };
        profile.AcceptOnlyFromAmong([.. ConformanceRules.Names]);
        Option<OutputFormat> output = CommonOptions.Output();
        var command = new Command(
            "conformance",
            """
            Runs published vectors against a backend: Wycheproof's for ECDSA on P-256 and secp256k1 with SHA-256 (signatures in DER and P1363;
            bitcoin's groups demand low s, whatever the profile) and for Ed25519, and transparency-dev's Merkle proofs.

            Exit code 1 on any disagreement, or when a file ran no case. Files in folders that hold no vectors are passed over and counted.

            Examples:
              appliance conformance ecdsa_secp256r1_sha256_test.json
              appliance conformance --profile fabric --profile zip215 --output json testvectors_v1/
            """)
        {
            paths,
            backend,
            profile,
            output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            IBackend chosen = CreateBackend(parsed.GetRequiredValue(backend));
            var rules = ConformanceRules.Of(parsed.GetValue(profile) ?? []);
            var runner = new ConformanceRunner(chosen, rules, DecodeLimits.Default);
            var passedOver = new List<string>();
            IReadOnlyList<string> files = ConformanceFiles.Find(parsed.GetRequiredValue(paths), passedOver.Add);
            if (passedOver.Count > 0)
                console.Say($"{passedOver.Count} files hold no vectors that are known here and were passed over, the first is {passedOver[0]}");
            var results = new List<ConformanceResult>();
            foreach (string file in files)
            {
                byte[] vectors = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
                results.Add(await runner.RunAsync(file, vectors, cancellation).ConfigureAwait(false));
            }

            if (parsed.GetValue(output) == OutputFormat.Json)
                ConformanceReport.WriteJson(console, results, chosen.Name, rules, passedOver);
            else
                ConformanceReport.WriteTable(console, results);
            return (int)(results.Count > 0 && results.All(result => result.Passed) ? ExitCode.Genuine : ExitCode.NotGenuine);
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
