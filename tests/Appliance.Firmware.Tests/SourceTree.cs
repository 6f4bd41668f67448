namespace Appliance.Firmware.Tests;

/// <summary>Where the source tree is, seen from the test's own folder.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static string Firmware { get; } = Path.Combine(Root, "firmware-config");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
                return folder.FullName;
        throw new InvalidOperationException("the tests run outside the source tree");
    }
}
