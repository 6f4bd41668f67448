namespace Appliance.Kernels.Tests;

/// <summary>The catalogue holds every backend of the kernels, under its own name.</summary>
public sealed class BackendCatalogueTests
{
    [Fact]
    public void Steps_and_backends_bear_the_same_names()
    {
        foreach (BackendStep step in BackendCatalogue.Steps.Where(step => step.UnavailableBecause is null))
            Assert.Equal(step.Name, step.Create().Name);
        Assert.Equal(BackendCatalogue.Steps.Count, BackendCatalogue.Steps.Select(step => step.Name).Distinct().Count());
        Assert.All(BackendCatalogue.Steps, step => Assert.Same(step, BackendCatalogue.Find(step.Name)));
        Assert.Null(BackendCatalogue.Find("abacus"));
    }

    [Fact]
    public void The_definition_is_the_last_step_and_on_every_machine()
    {
        Assert.Equal("scalar", BackendCatalogue.Steps[^1].Name);
        Assert.Null(BackendCatalogue.Steps[^1].UnavailableBecause);
    }

    [Fact]
    public void No_backend_is_left_out()
    {
        int backends = typeof(IBackend).Assembly.GetTypes()
            .Count(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBackend)));

        Assert.Equal(backends, BackendCatalogue.Steps.Count);
    }
}
