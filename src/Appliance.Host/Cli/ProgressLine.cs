using System.Diagnostics;

namespace Appliance.Host.Cli;

/// <summary>
/// One line on standard error that says how far a command is, for work that takes longer than a second and only where somebody watches. Cleared
/// at the end.
/// </summary>
internal sealed class ProgressLine(CommandConsole console) : IDisposable
{
    private const int BarWidth = 30;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = QuietTime;
    private bool _shown;

    /// <summary>Time since the work began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Shows the line, unless it was shown a moment ago.</summary>
    /// <param name="subject">What is worked on.</param>
    /// <param name="part">The part that is behind, 0 to 1; null where nobody knows.</param>
    /// <param name="detail">What else there is to say.</param>
    public void Show(string subject, double? part, Func<string> detail)
    {
        if (!console.ShowsProgress || _clock.Elapsed < _next)
            return;
        _next = _clock.Elapsed + Interval;
        _shown = true;
        console.Error.Profile.Out.Writer.Write($"\r\e[K{subject} {Bar(part)}{detail()}");
    }

    public void Dispose()
    {
        if (_shown)
            console.Error.Profile.Out.Writer.Write("\r\e[K");
    }

    private static string Bar(double? part)
    {
        if (part is null)
            return string.Empty;
        int filled = (int)(BarWidth * Math.Clamp(part.Value, 0, 1));
        return $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {part:P0} ";
    }
}
