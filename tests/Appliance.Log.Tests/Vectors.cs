namespace Appliance.Log.Tests;

/// <summary>Where the test vectors lie: <c>APPLIANCE_VECTORS</c>. Unset skips with a reason; set but missing fails.</summary>
internal static class Vectors
{
    public static string Folder(string name)
    {
        string? root = Environment.GetEnvironmentVariable("APPLIANCE_VECTORS");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"APPLIANCE_VECTORS is not set: no vectors of {name}");
        string folder = Path.Combine(root!, name);
        Assert.True(Directory.Exists(folder), $"APPLIANCE_VECTORS is set, but {folder} is missing");
        return folder;
    }
}
