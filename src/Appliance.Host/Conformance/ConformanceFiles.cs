using Appliance.Formats.Transparency;
using Appliance.Formats.Wycheproof;
using Appliance.Host.Cli;

namespace Appliance.Host.Conformance;

/// <summary>Which files a conformance run reads: every file that is named, and those of a folder that look like vectors.</summary>
internal static class ConformanceFiles
{
    private const int RecogniseBytes = 4096;

    /// <param name="paths">Files and folders.</param>
    /// <param name="passedOver">Told of files in folders that are something else.</param>
    /// <exception cref="CommandFailure">A path is absent.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths, Action<string> passedOver)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                files.AddRange(InFolder(path, passedOver));
            else
                throw new CommandFailure(ExitCode.Usage, path, "no such file or folder", "check the path");
        }

        return files;
    }

    private static IEnumerable<string> InFolder(string folder, Action<string> passedOver)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (LooksLikeVectors(file))
                yield return file;
            else
                passedOver(file);
        }
    }

    private static bool LooksLikeVectors(string file)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] prefix = new byte[RecogniseBytes];
        int length = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        return WycheproofFile.Recognise(prefix.AsSpan(0, length)) || MerkleProof.Recognise(prefix.AsSpan(0, length));
    }
}
