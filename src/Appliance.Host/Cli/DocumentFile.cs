namespace Appliance.Host.Cli;

/// <summary>Opens a document that the caller named.</summary>
internal static class DocumentFile
{
    /// <summary>Name that stands for standard input.</summary>
    public const string StandardInput = "-";

    private const int BufferBytes = 1 << 17;

    /// <exception cref="CommandFailure">It is absent, a directory, or may not be read.</exception>
    public static Stream Open(string path)
    {
        if (path == StandardInput)
            return Console.OpenStandardInput();
        if (Directory.Exists(path))
            throw new CommandFailure(ExitCode.Usage, path, "is a directory", "name the files in it");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure(ExitCode.Usage, path, "no such file", "check the path", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new CommandFailure(ExitCode.Usage, path, $"cannot be read: {exception.Message}", "check its permissions", exception);
        }
    }

    /// <summary>Length where it is known, for progress; otherwise null.</summary>
    public static long? LengthOf(Stream stream) => stream.CanSeek ? stream.Length : null;
}
