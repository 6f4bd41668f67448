namespace Appliance.Architecture.Tests;

/// <summary>What a layer must not do, judged by the types that its compiled code names.</summary>
public sealed class LayerPurityTests
{
    public static TheoryData<string, string> Forbidden => new()
    {
        // A decoder turns bytes into plans: it computes no cryptography and opens nothing by itself.
        { "Appliance.Formats", "System.Security.Cryptography." },
        { "Appliance.Formats", "System.IO.File" },
        { "Appliance.Formats", "System.IO.Directory" },
        { "Appliance.Formats", "System.Net." },
        // A kernel maps columns to codes: no async, no logging, no injection, no library that would be on the verify path.
        { "Appliance.Kernels", "System.Threading.Tasks." },
        { "Appliance.Kernels", "Microsoft." },
        { "Appliance.Kernels", "System.Numerics.BigInteger" },
        { "Appliance.Kernels", "System.Security.Cryptography." },
        { "Appliance.Verification", "System.Numerics.BigInteger" },
        { "Appliance.Verification", "System.Net." },
        { "Appliance.Engine", "System.Numerics.BigInteger" },
        { "Appliance.Engine", "System.Net." },
    };

    public static TheoryData<string> AllButHost => [.. SourceTree.SourceProjects.Select(SourceTree.NameOf).Where(name => name != "Appliance.Host")];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_layer_does_not_use(string project, string prefix)
    {
        Assert.DoesNotContain(CompiledAssembly.TypesUsed(project), type => type.StartsWith(prefix, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllButHost))]
    public void Only_the_host_knows_the_web_server(string project)
    {
        Assert.DoesNotContain(CompiledAssembly.TypesUsed(project), type => type.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllButHost))]
    public void Only_the_kernels_may_be_unsafe_or_let_arithmetic_wrap(string project)
    {
        var file = SourceTree.SourceProjects.Single(path => SourceTree.NameOf(path) == project);
        var kernels = project is "Appliance.Kernels" or "Appliance.Kernels.Gpu";

        Assert.Equal(kernels, SourceTree.Property(file, "AllowUnsafeBlocks") == "true");
        Assert.Equal(kernels, SourceTree.Property(file, "CheckForOverflowUnderflow") == "false");
    }
}
