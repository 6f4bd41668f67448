using System.Diagnostics;
using System.Globalization;

namespace Appliance.Host.Cli;

/// <summary>
/// One line on standard error that says how far a file is read, for work that takes longer than a second and only where somebody
/// watches. Cleared at the end.
/// </summary>
internal sealed class FileProgress : IProgress<long>, IDisposable
{
    private const int BarWidth = 30;
    private const double Mebi = 1 << 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CommandConsole _console;
    private readonly string _file;
    private readonly long? _length;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = QuietTime;
    private bool _shown;

    public FileProgress(CommandConsole console, string file, long? length)
    {
        _console = console;
        _file = Path.GetFileName(file);
        _length = length;
    }

    public void Report(long value)
    {
        if (!_console.ShowsProgress || _clock.Elapsed < _next)
            return;
        _next = _clock.Elapsed + Interval;
        _shown = true;
        double rate = value / Mebi / _clock.Elapsed.TotalSeconds;
        string amount = string.Create(CultureInfo.InvariantCulture, $"{value / Mebi:F1} MiB, {rate:F1} MiB/s");
        _console.Error.Profile.Out.Writer.Write($"\r\e[K{_file} {Bar(value)}{amount}");
    }

    public void Dispose()
    {
        if (_shown)
            _console.Error.Profile.Out.Writer.Write("\r\e[K");
    }

    private string Bar(long value)
    {
        if (_length is not > 0)
            return string.Empty;
        int filled = (int)Math.Min(BarWidth, (double)value / _length.Value * BarWidth);
        return $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {(double)value / _length.Value:P0} ";
    }
}
