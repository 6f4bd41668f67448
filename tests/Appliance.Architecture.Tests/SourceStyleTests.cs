namespace Appliance.Architecture.Tests;

/// <summary>Rules of the house that neither the compiler nor the formatter knows.</summary>
public sealed class SourceStyleTests
{
    private const int MostLines = 600;

    private static readonly string[] Folders = ["src", "tests", "bench"];

    [Fact]
    public void Only_kernels_have_files_beyond_600_lines()
    {
        var tooLong = Folders.SelectMany(SourceTree.CSharpFiles)
            .Where(file => !SourceTree.Relative(file).StartsWith("src/Appliance.Kernels", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > MostLines)
            .Select(SourceTree.Relative);

        Assert.Empty(tooLong);
    }

    [Theory]
    [InlineData("#region")]
    [InlineData("TODO")]
    [InlineData("FIXME")]
    [InlineData("NotImplementedException")]
    [InlineData("#pragma warning disable")]
    public void Sources_do_not_contain(string text)
    {
        var self = Path.Combine(SourceTree.Root, "tests", "Appliance.Architecture.Tests", nameof(SourceStyleTests) + ".cs");
        var offenders = Folders.SelectMany(SourceTree.CSharpFiles)
            .Where(file => file != self && File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
            .Select(SourceTree.Relative);

        Assert.Empty(offenders);
    }

    [Fact]
    public void No_type_is_called_utils_or_manager()
    {
        string[] vague = ["Utils", "Util", "Manager", "Helpers"];

        var offenders = SourceTree.CSharpFiles("src")
            .Where(file => vague.Any(word => Path.GetFileNameWithoutExtension(file).EndsWith(word, StringComparison.Ordinal)))
            .Select(SourceTree.Relative);

        Assert.Empty(offenders);
    }
}
