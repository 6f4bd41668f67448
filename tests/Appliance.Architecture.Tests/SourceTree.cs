using System.Xml.Linq;

namespace Appliance.Architecture.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    internal static string Root { get; } = FindRoot();

    internal static IReadOnlyList<string> SourceProjects { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Hand-written C# files below a folder of the repository, without what a build leaves there.</summary>
    internal static IEnumerable<string> CSharpFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    internal static string NameOf(string projectFile) => Path.GetFileNameWithoutExtension(projectFile);

    internal static string Relative(string file) => Path.GetRelativePath(Root, file);

    internal static IEnumerable<string> ProjectReferences(string projectFile) =>
        Items(projectFile, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    internal static IEnumerable<string> PackageReferences(string projectFile) => Items(projectFile, "PackageReference");

    internal static string? Property(string projectFile, string name) =>
        XDocument.Load(projectFile).Descendants(name).LastOrDefault()?.Value;

    private static IEnumerable<string> Items(string projectFile, string kind) =>
        XDocument.Load(projectFile).Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Appliance.sln is in no folder above the tests");
    }
}
