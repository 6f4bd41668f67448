namespace Appliance.Firmware.Tests;

/// <summary>A temporary folder that goes when the test ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("appliance-firmware-").FullName;

    /// <summary>Copies a folder with everything in it, modes included, and returns the copy.</summary>
    public string Copy(string folder)
    {
        string copy = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(folder));
        Directory.CreateDirectory(copy);
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(folder, inner)));
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(folder, file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
