using System.Globalization;

namespace Appliance.Index.Files;

/// <summary>
/// An advisory lock (flock through <see cref="FileShare.None"/>) on the file <c>lock</c>; the kernel releases it when the process dies.
/// The process id stands in a file beside it, because a locked file cannot be read.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IndexBusyException">Another process holds it.</exception>
    public static DirectoryLock Take(string directory)
    {
        string owner = Path.Combine(directory, "owner");
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new IndexBusyException(directory, ReadOwner(owner), e);
        }
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DirectoryLock(file);
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _file.Dispose();

    private static int? ReadOwner(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
}
