using System.Diagnostics;
using System.Text.Json;
using Appliance.Kernels;

namespace Appliance.Host.Tests.Restrictions;

/// <summary>A system that refuses executable memory takes the machine code away and nothing else.</summary>
public sealed class ExecutableMemoryTests
{
    private const string MachineCode = "ifma";
    private const string Next = "avx512";

    /// <summary>The call that is refused, by number and name.</summary>
    public static TheoryData<int, string> Calls => new()
    {
        { SystemCallFilter.MemoryMap, "mmap" },
        { SystemCallFilter.MemoryProtect, "mprotect" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_refusal_turns_ifma_off_with_a_reason_and_the_next_step_serves(int call, string name)
    {
        RequireMachineCode();
        using var folder = new TestFolder();

        ApplianceProcess.Result result = await RunFilteredAsync(call, "doctor", "-o", "json", "--data", folder.Data);

        JsonElement[] backends =
            [.. result.Json().GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("subject").GetString() == "backend")];
        JsonElement refused = Assert.Single(backends, finding => finding.GetProperty("what").GetString()!.StartsWith(MachineCode, StringComparison.Ordinal));
        Assert.Equal("warn", refused.GetProperty("state").GetString());
        Assert.Equal(
            $"{MachineCode} is off: cannot be made ready: The system refuses executable memory: {name} failed with error {SystemCallFilter.PermissionDenied}.",
            refused.GetProperty("what").GetString());
        Assert.Contains(backends, finding => finding.GetProperty("what").GetString() == $"{Next} gives the known answers");
        Assert.DoesNotContain(backends, finding => finding.GetProperty("state").GetString() == "fail");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Verification_goes_on_without_and_finds_the_same(int call, string name)
    {
        RequireMachineCode();
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Tampered;
        string ledger = folder.Write("ledger", sample.Bytes);

        ApplianceProcess.Result free = await ApplianceProcess.RunAsync("verify", ledger, "-o", "json", "--data", folder.Data);
        ApplianceProcess.Result filtered = await RunFilteredAsync(call, "verify", ledger, "-o", "json", "--data", folder.Data);

        Assert.True(filtered.Code == 1, $"{name}: {filtered}");
        Assert.Equal(Verdicts(free), Verdicts(filtered));
    }

    [Fact]
    public async Task Asking_for_the_refused_backend_alone_is_4_with_the_reason()
    {
        RequireMachineCode();
        ApplianceProcess.Result bench = await RunFilteredAsync(
            SystemCallFilter.MemoryProtect, "bench", "--backend", MachineCode, "--scheme", "p256", "--rounds", "4", "--slice", "1");

        Assert.True(bench.Code == 4, bench.ToString());
        Assert.Contains($"backend {MachineCode}: cannot be made ready: The system refuses executable memory: mprotect failed", bench.Error, StringComparison.Ordinal);
    }

    private static void RequireMachineCode()
    {
        Assert.SkipUnless(SystemCallFilter.IsSupported, "system calls are filtered on Linux on x86-64 only");
        string? missing = BackendCatalogue.Find(MachineCode)!.UnavailableBecause;
        Assert.SkipWhen(missing is not null, $"no machine code runs here: {missing}");
    }

    private static string Verdicts(ApplianceProcess.Result result) =>
        result.Json().GetProperty("documents")[0].GetProperty("blocks").GetRawText();

    /// <summary>Runs the binary from a thread of its own, whose filter it inherits.</summary>
    private static async Task<ApplianceProcess.Result> RunFilteredAsync(int call, params string[] arguments)
    {
        int imageSize = ImageSize();
        Process? process = null;
        string? refusal = null;
        var thread = new Thread(() =>
        {
            refusal = SystemCallFilter.Forbid(call, imageSize);
            if (refusal is null)
                process = ApplianceProcess.Start(new Dictionary<string, string?>(), arguments);
        });
        thread.Start();
        thread.Join();
        if (refusal is not null)
            Assert.Skip(refusal);
        using (process)
            return await ApplianceProcess.FinishAsync(process!);
    }

    private static int ImageSize()
    {
        using Stream image = typeof(IfmaBackend).Assembly.GetManifestResourceStream("ifma.bin")!;
        int size = checked((int)image.Length);
        Assert.True(size % Environment.SystemPageSize != 0, "an image of whole pages cannot be told from the runtime's own memory");
        return size;
    }
}
