using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>What the repository holds is what the generator writes, byte for byte.</summary>
public sealed class GeneratedFilesTests
{
    [Fact]
    public void Generated_files_are_current()
    {
        foreach (GeneratedFile file in Catalogue.Files)
        {
            string path = Path.Combine(Root(), "src", "Appliance.Kernels", file.Path);
            Assert.True(
                File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content),
                $"{file.Path} is not current: run 'dotnet run --project src/Appliance.Kernels.Generator -- generate src/Appliance.Kernels'.");
        }
    }

    private static string Root()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Appliance.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
