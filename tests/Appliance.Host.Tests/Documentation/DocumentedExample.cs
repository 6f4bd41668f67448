using System.Text.RegularExpressions;

namespace Appliance.Host.Tests.Documentation;

/// <summary>One command of a <c>console</c> block in a document, with the output that the document promises.</summary>
/// <param name="Line">Line of the command in the document, from 1.</param>
/// <param name="Command">What follows <c>$ </c>.</param>
/// <param name="Output">The lines below it; <c>…</c> stands for any text in a line, and alone for any further lines.</param>
internal sealed record DocumentedExample(int Line, string Command, IReadOnlyList<string> Output)
{
    private const string Any = "…";

    /// <summary>All examples of a document in order.</summary>
    public static IReadOnlyList<DocumentedExample> Read(string path)
    {
        var examples = new List<DocumentedExample>();
        List<string>? output = null;
        bool inside = false;
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && line == "```console";
                output = null;
            }
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal))
            {
                output = [];
                examples.Add(new DocumentedExample(i + 1, line[2..], output));
            }
            else if (inside)
            {
                (output ?? throw new FormatException($"{path}:{i + 1}: output before the first command")).Add(line);
            }
        }

        return examples;
    }

    /// <summary>Why the actual output is not what the document promises, or null.</summary>
    public string? Refutes(string[] actual)
    {
        bool open = Output.Count > 0 && Output[^1] == Any;
        int promised = open ? Output.Count - 1 : Output.Count;
        if (actual.Length < promised || (!open && actual.Length > promised))
            return $"line {Line}: $ {Command}\npromised {promised} lines{(open ? " or more" : "")}, printed {actual.Length}:\n{string.Join('\n', actual)}";
        for (int i = 0; i < promised; i++)
        {
            string pattern = "^" + string.Join(".*", Output[i].Split(Any).Select(Regex.Escape)) + "$";
            if (!Regex.IsMatch(actual[i].TrimEnd(), pattern))
                return $"line {Line}: $ {Command}\npromised: {Output[i]}\nprinted:  {actual[i]}";
        }

        return null;
    }
}
