using Appliance.Hsm;

namespace Appliance.Host.Tests;

/// <summary>What some tests need and not every machine has. A vector directory that is named but missing is a failure, never a skip.</summary>
internal static class Requirements
{
    public const string VectorsVariable = "APPLIANCE_VECTORS";

    public static void SoftHsm() =>
        Assert.SkipUnless(Pkcs11Module.FindSoftHsm() is not null, "SoftHSM2 (package softhsm2) is not installed");

    public static string Vectors()
    {
        string? path = Environment.GetEnvironmentVariable(VectorsVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{VectorsVariable} is not set");
        Assert.True(Directory.Exists(path), $"{VectorsVariable} names {path}, which is not a directory");
        return path!;
    }

    public static string Tool(string name, string package)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{name} (package {package}) is not installed");
        return found!;
    }
}
