using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary>
/// Where a command writes: data to <see cref="Data"/> or <see cref="Output"/> (standard output), everything said about it to
/// <see cref="Error"/> (standard error).
/// </summary>
public sealed class CommandConsole
{
    // Wide enough that no hash or path is broken where nobody looks at the output.
    private const int WidthWithoutTerminal = 240;

    private CommandConsole(Stream data, TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        Data = data;
        Output = Create(output, outputIsTerminal);
        Error = Create(error, errorIsTerminal);
        ShowsProgress = errorIsTerminal;
    }

    /// <summary>Standard output as bytes.</summary>
    public Stream Data { get; }

    /// <summary>Standard output for people.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Standard error for people.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether somebody watches standard error.</summary>
    public bool ShowsProgress { get; }

    /// <summary>The streams of this process.</summary>
    public static CommandConsole OfProcess() => new(
        Console.OpenStandardOutput(),
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected);

    /// <summary>Says something about the work on standard error, in the one form that scripts can rely on.</summary>
    public void Say(string message) => Error.Profile.Out.Writer.WriteLine($"appliance: {message}");

    /// <summary>Writes one line of data as it is, without markup or wrapping.</summary>
    public void WriteLine(string line) => Output.Profile.Out.Writer.WriteLine(line);

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
