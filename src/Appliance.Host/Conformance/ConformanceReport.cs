using System.Text.Json;
using Appliance.Host.Cli;
using Appliance.Host.Reporting;

namespace Appliance.Host.Conformance;

/// <summary>Writes what a conformance run showed.</summary>
internal static class ConformanceReport
{
    /// <summary>The line that ends every run: <c>F files, C cases, A agreed, D disagreed, S skipped</c>.</summary>
    public static string Summary(IReadOnlyList<ConformanceResult> results) =>
        $"{results.Count} files, {results.Sum(result => result.Cases)} cases, {results.Sum(result => result.Agreed)} agreed, "
        + $"{results.Sum(result => result.Disagreements.Count)} disagreed, {results.Sum(result => result.Skipped)} skipped";

    public static void WriteTable(CommandConsole console, IReadOnlyList<ConformanceResult> results)
    {
        foreach (ConformanceResult result in results)
        {
            console.WriteLine(
                $"{result.File}: {result.Cases} cases, {result.Agreed} agreed, {result.Disagreements.Count} disagreed, {result.Skipped} skipped");
            if (result.Error is not null)
                console.WriteLine($"  not read: {result.Error}");
            else if (result.Agreed + result.Disagreements.Count == 0)
                console.WriteLine("  ran no case");
            foreach ((string reason, int count) in result.Skips)
                console.WriteLine($"  skipped {count}: {reason}");
            foreach (Disagreement each in result.Disagreements)
                console.WriteLine($"  case {each.Id} [{string.Join(", ", each.Flags)}] {each.Comment}: expected {each.Expected}, found {each.Found}");
        }

        console.WriteLine(Summary(results));
    }

    public static void WriteJson(CommandConsole console, IReadOnlyList<ConformanceResult> results, string backend, ConformanceRules rules, IReadOnlyList<string> passedOver)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteString("backend", backend);
            json.WriteString("profile", rules.EcdsaName);
            json.WriteString("ed25519Profile", rules.Ed25519Name);
            json.WriteStartArray("files");
            foreach (ConformanceResult result in results)
                Write(json, result);
            json.WriteEndArray();
            json.WriteStartArray("passedOver");
            foreach (string file in passedOver)
                json.WriteStringValue(file);
            json.WriteEndArray();
            json.WriteString("summary", Summary(results));
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, ConformanceResult result)
    {
        json.WriteStartObject();
        json.WriteString("file", result.File);
        json.WriteNumber("cases", result.Cases);
        json.WriteNumber("agreed", result.Agreed);
        json.WriteNumber("disagreed", result.Disagreements.Count);
        json.WriteNumber("skipped", result.Skipped);
        json.WriteBoolean("passed", result.Passed);
        if (result.Error is not null)
            json.WriteString("error", result.Error);
        json.WriteStartArray("skips");
        foreach ((string reason, int count) in result.Skips)
        {
            json.WriteStartObject();
            json.WriteString("reason", reason);
            json.WriteNumber("cases", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("disagreements");
        foreach (Disagreement each in result.Disagreements)
        {
            json.WriteStartObject();
            json.WriteNumber("id", each.Id);
            json.WriteString("comment", each.Comment);
            json.WriteString("expected", each.Expected);
            json.WriteString("found", each.Found);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
