using System.Runtime.Intrinsics.X86;
using Appliance.Kernels;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;

namespace Appliance.Bench.Backends;

/// <summary>
/// One job per instruction set: each backend that this machine can run, with the sets beyond it switched off, and the scalar one a second time
/// without any.
/// </summary>
public sealed class InstructionSets : ManualConfig
{
    private const string BackendVariable = "APPLIANCE_BENCH_BACKEND";
    private const string NoAvx512 = "DOTNET_EnableAVX512";
    private const string NoIntrinsics = "DOTNET_EnableHWIntrinsic";
    private const string Definition = "scalar";

    // A busy machine takes longer than the two minutes of the default.
    private static readonly TimeSpan TimeToBuild = TimeSpan.FromMinutes(10);

    public InstructionSets()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        WithBuildTimeout(TimeToBuild);
        foreach (BackendStep step in BackendCatalogue.Steps.Where(step => step.UnavailableBecause is null))
            AddJob(step.Name == "avx2" ? Of(step.Name, step.Name, NoAvx512) : Of(step.Name, step.Name, null));
        AddJob(Of($"{Definition}, no intrinsics", Definition, NoIntrinsics));
    }

    /// <summary>The backend of the job that this process runs.</summary>
    /// <exception cref="InvalidOperationException">An instruction set that should be off is on: the figures would bear the wrong name.</exception>
    public static IBackend Backend()
    {
        if (Environment.GetEnvironmentVariable(NoAvx512) == "0" && Avx512F.IsSupported)
            throw new InvalidOperationException("AVX-512 is on although it was switched off");
        if (Environment.GetEnvironmentVariable(NoIntrinsics) == "0" && Avx2.IsSupported)
            throw new InvalidOperationException("AVX2 is on although all intrinsics were switched off");
        string name = Environment.GetEnvironmentVariable(BackendVariable) ?? Definition;
        return BackendCatalogue.Find(name)?.Create() ?? throw new InvalidOperationException($"there is no backend '{name}'");
    }

    private static Job Of(string id, string backend, string? off)
    {
        Job job = Job.Default.WithId(id).WithEnvironmentVariable(BackendVariable, backend);
        return off is null ? job : job.WithEnvironmentVariable(off, "0");
    }
}
