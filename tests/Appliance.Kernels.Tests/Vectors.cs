namespace Appliance.Kernels.Tests;

/// <summary>Third parties' vectors, kept outside the project in the directory that <c>APPLIANCE_VECTORS</c> names.</summary>
public static class Vectors
{
    private const string Variable = "APPLIANCE_VECTORS";

    public static string Read(string path)
    {
        string? root = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{Variable} is not set: the conformance vectors are kept outside the project.");
        Assert.True(Directory.Exists(root), $"{Variable} names a directory that does not exist: {root}");
        return File.ReadAllText(Path.Combine(root, path));
    }
}
