namespace Appliance.Host.Tests;

/// <summary>A folder of one test, with a space in its name; removed at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("appliance test ").FullName;

    public string Path { get; }

    /// <summary>A data directory below it.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = File(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
