namespace Appliance.Samples.Tests;

/// <summary>Third parties' vectors, reached through APPLIANCE_VECTORS.</summary>
internal static class Vectors
{
    private const string Variable = "APPLIANCE_VECTORS";

    /// <summary>Path of a vector; skips the test where the variable is unset, fails it where it names no directory.</summary>
    public static string PathOf(string path)
    {
        string? root = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{Variable} is not set");
        Assert.True(Directory.Exists(root), $"{Variable} names a directory that does not exist: {root}");
        return Path.Combine(root!, path);
    }
}
