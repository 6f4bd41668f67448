using System.Globalization;

namespace Appliance.Host.Cli;

/// <summary>Shows how far a file is read.</summary>
internal sealed class FileProgress : IProgress<long>, IDisposable
{
    private const double Mebi = 1 << 20;

    private readonly ProgressLine _line;
    private readonly string _file;
    private readonly long? _length;

    public FileProgress(CommandConsole console, string file, long? length)
    {
        _line = new ProgressLine(console);
        _file = Path.GetFileName(file);
        _length = length;
    }

    public void Report(long value) => _line.Show(
        _file,
        _length is > 0 ? (double)value / _length.Value : null,
        () => string.Create(CultureInfo.InvariantCulture, $"{value / Mebi:F1} MiB, {value / Mebi / _line.Elapsed.TotalSeconds:F1} MiB/s"));

    public void Dispose() => _line.Dispose();
}
