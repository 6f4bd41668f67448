namespace Appliance.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    public static TheoryData<string> Projects => [.. SourceTree.SourceProjects.Select(SourceTree.NameOf)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        var row = ProjectTable.Find(project);
        var file = SourceTree.SourceProjects.Single(path => SourceTree.NameOf(path) == project);

        Assert.Empty(SourceTree.ProjectReferences(file).Except(row.Projects));
        Assert.Empty(SourceTree.PackageReferences(file).Except(row.Packages));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiled_code_uses_only_projects_that_the_table_reaches(string project)
    {
        var ours = CompiledAssembly.References(project).Where(name => name.StartsWith("Appliance.", StringComparison.Ordinal));

        Assert.Empty(ours.Except(ProjectTable.Reach(project)));
    }

    [Fact]
    public void Every_source_project_has_a_test_project()
    {
        // The samples are tested through every project that reads them, the client through the running service.
        string[] testedElsewhere = ["Appliance.Samples", "Appliance.Client"];
        var tests = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "tests")).Select(Path.GetFileName).ToHashSet();

        var untested = SourceTree.SourceProjects.Select(SourceTree.NameOf).Except(testedElsewhere).Where(name => !tests.Contains($"{name}.Tests"));

        Assert.Empty(untested);
    }

    [Fact]
    public void Nothing_but_tests_and_the_host_references_the_samples()
    {
        var users = SourceTree.SourceProjects.Where(file => SourceTree.ProjectReferences(file).Contains("Appliance.Samples")).Select(SourceTree.NameOf);

        Assert.Equal(["Appliance.Host"], users);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "Appliance.sln"));
        var projects = new[] { "src", "tests", "bench" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.csproj", SearchOption.AllDirectories));

        Assert.All(projects.Select(SourceTree.NameOf), name => Assert.Contains($"\\{name}.csproj\"", solution, StringComparison.Ordinal));
    }
}
