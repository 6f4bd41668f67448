namespace Appliance.Verification.Tests;

/// <summary>Third parties' test data, named by the environment variable APPLIANCE_VECTORS.</summary>
internal static class Vectors
{
    public static string Path(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("APPLIANCE_VECTORS");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "APPLIANCE_VECTORS is not set: conformance vectors are not at hand");
        Assert.True(Directory.Exists(root), $"APPLIANCE_VECTORS names '{root}', which is not a directory");
        string path = System.IO.Path.Combine(root!, relative);
        Assert.True(File.Exists(path), $"{path} is missing from the vectors");
        return path;
    }
}
