namespace Appliance.Kernels.Tests;

/// <summary>Random numbers whose seed is printed, and repeated by setting <c>APPLIANCE_SEED</c>.</summary>
public static class Seeds
{
    public static Random Create(ITestOutputHelper output)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("APPLIANCE_SEED"), out int given) ? given : Random.Shared.Next();
        output.WriteLine($"APPLIANCE_SEED={seed}");
        return new Random(seed);
    }
}
