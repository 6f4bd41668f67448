using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Runs test classes in a child process with instruction sets turned off. The child asserts before its first test that they are really off
/// and that the others are on: a switch that the runtime does not know is ignored in silence.
/// </summary>
public static class InstructionSets
{
    private const string OffVariable = "APPLIANCE_TESTS_WITHOUT";
    private const string OnVariable = "APPLIANCE_TESTS_WITH";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Each set with the switch that turns it off, and everything that depends on it, in .NET 10; the narrowest last.</summary>
    private static readonly (string Name, string Switch, Func<bool> IsOn)[] Sets =
    [
        ("AVX-512", "DOTNET_EnableAVX512", () => Avx512F.IsSupported),
        ("AVX2", "DOTNET_EnableAVX2", () => Avx2.IsSupported),
        ("all intrinsics", "DOTNET_EnableHWIntrinsic", () => Vector128.IsHardwareAccelerated),
    ];

    /// <summary>The names of the sets.</summary>
    public static TheoryData<string> Names => [.. Sets.Select(set => set.Name)];

    /// <summary>Runs the classes in a child process without this set, and passes if all of their tests pass there.</summary>
    public static async Task RunWithoutAsync(string name, params Type[] testClasses)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        int place = Array.FindIndex(Sets, set => set.Name == name);
        Assert.SkipUnless(Sets[place].IsOn(), $"This processor has no {name}, or it is off already: the tests of this process run without it.");

        string executable = Path.Combine(AppContext.BaseDirectory, typeof(InstructionSets).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["-noLogo", "-noColor", .. testClasses.SelectMany(type => (string[])["-class", type.FullName!])];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Sets[place].Switch] = "0";
        start.Environment[OffVariable] = string.Join(';', Sets.Take(place + 1).Select(set => set.Name));
        start.Environment[OnVariable] = string.Join(';', Sets.Skip(place + 1).Where(set => set.IsOn()).Select(set => set.Name));
        using Process child = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Limit);
        try
        {
            Task<string> errors = child.StandardError.ReadToEndAsync(timeout.Token);
            string report = await child.StandardOutput.ReadToEndAsync(timeout.Token);
            await child.WaitForExitAsync(timeout.Token);
            Assert.True(child.ExitCode == 0, $"Exit code {child.ExitCode} without {name}:\n{report}\n{await errors}");
            Assert.Matches(@"Total: [1-9]", report);
        }
        finally
        {
            if (!child.HasExited) child.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Ends a child process whose instruction sets are not those that it was started for.</summary>
    [ModuleInitializer]
    internal static void AssertThatSwitchesWork()
    {
        string[] off = Split(OffVariable);
        string[] on = Split(OnVariable);
        foreach ((string name, _, Func<bool> isOn) in Sets)
        {
            if (off.Contains(name) && isOn()) throw new InvalidOperationException($"{name} is still on.");
            if (on.Contains(name) && !isOn()) throw new InvalidOperationException($"{name} is off too.");
        }
    }

    private static string[] Split(string variable) => Environment.GetEnvironmentVariable(variable)?.Split(';') ?? [];
}
