using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Appliance.Architecture.Tests;

/// <summary>What a compiled project really uses, read from its metadata without loading it.</summary>
internal static class CompiledAssembly
{
    /// <summary>Names of the assemblies that the compiler kept a reference to.</summary>
    internal static IReadOnlyList<string> References(string assembly) =>
        Read(assembly, metadata => metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));

    /// <summary>Full names of the foreign types that the code names.</summary>
    internal static IReadOnlyList<string> TypesUsed(string assembly) =>
        Read(assembly, metadata => metadata.TypeReferences.Select(handle =>
        {
            var type = metadata.GetTypeReference(handle);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }));

    private static IReadOnlyList<string> Read(string assembly, Func<MetadataReader, IEnumerable<string>> select)
    {
        // The host's assembly carries the name of the binary.
        var file = assembly == "Appliance.Host" ? "appliance.dll" : assembly + ".dll";
        using var image = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)));
        return [.. select(image.GetMetadataReader())];
    }
}
