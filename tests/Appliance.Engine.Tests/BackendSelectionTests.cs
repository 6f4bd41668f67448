namespace Appliance.Engine.Tests;

public sealed class BackendSelectionTests
{
    private static readonly string[] Known = ["fast", "middle", "scalar"];

    [Theory]
    [InlineData("all", "fast middle scalar")]
    [InlineData("scalar", "scalar")]
    [InlineData("scalar, fast", "fast scalar")]
    [InlineData("-fast", "middle scalar")]
    [InlineData("-fast,-scalar", "middle")]
    public void A_selection_lets_serve(string text, string serving)
    {
        BackendSelection selection = BackendSelection.Parse(text, Known);

        Assert.Equal(serving.Split(' '), Known.Where(name => selection.Excludes(name) is null));
        Assert.All(Known.Where(name => selection.Excludes(name) is not null), name => Assert.Contains(text, selection.Excludes(name), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "names no backend")]
    [InlineData(" , ", "names no backend")]
    [InlineData("slow", "'slow'; there are fast, middle, scalar")]
    [InlineData("-slow", "'slow'")]
    [InlineData("-", "''")]
    [InlineData("fast -scalar", "only one kind")]
    [InlineData("all fast", "'all'")]
    public void Nonsense_is_refused_with_the_reason(string text, string reason)
    {
        FormatException exception = Assert.Throws<FormatException>(() => BackendSelection.Parse(text, Known));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
