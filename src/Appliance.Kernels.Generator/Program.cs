using Appliance.Kernels.Generator.Output;

if (args is not ["generate", string directory])
{
    Console.Error.WriteLine("usage: Appliance.Kernels.Generator generate DIRECTORY   (src/Appliance.Kernels)");
    return 2;
}

foreach (GeneratedFile file in Catalogue.Files)
{
    string path = Path.Combine(directory, file.Path);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllBytes(path, file.Content);
    Console.WriteLine($"{file.Path}: {file.Content.Length} bytes");
}

return 0;
