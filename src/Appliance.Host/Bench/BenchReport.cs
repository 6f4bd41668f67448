using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Appliance.Engine;
using Appliance.Host.Bench.OpenSsl;
using Appliance.Host.Cli;
using Appliance.Host.Health;
using Appliance.Host.Reporting;
using Appliance.Kernels;

namespace Appliance.Host.Bench;

/// <summary>Writes what was measured, where and how. The JSON is described in docs/how-to/measure-speed.md.</summary>
internal sealed class BenchReport(BenchPace pace, SignerTableSize size, IReadOnlyList<BackendAdmission> steps, IReadOnlyList<BenchResult> results)
{
    private const string Rate = "operations per second of processor time of one thread";

    private static readonly string[] Header =
        ["scheme", "path", "backend", "signers", "batch", "per second", "OpenSSL", "ratio", "lowest to highest", "bytes allocated"];

    // Names to the left, numbers to the right.
    private const int LeftColumns = 3;

    private readonly Processor _processor = Processor.OfThisMachine();

    public void WriteTable(CommandConsole console)
    {
        string clock = _processor.ClockMegahertz is { } megahertz ? string.Create(CultureInfo.InvariantCulture, $", {megahertz:F0} MHz") : string.Empty;
        console.WriteLine($"Processor  {_processor.Model}{clock}, {string.Join(", ", _processor.InstructionSets)}, {Environment.ProcessorCount} cores");
        console.WriteLine($"Runtime    {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}; appliance {VersionCommand.Version}");
        console.WriteLine($"OpenSSL    {LibCrypto.Version ?? LibCrypto.Missing}");
        foreach (BackendAdmission step in steps)
            console.WriteLine($"Backend    {step.Name}{(step.OffBecause is null ? string.Empty : $" off: {step.OffBecause}")}");
        console.WriteLine(
            $"Method     {pace.Rounds} rounds in turn, {pace.Slice.TotalMilliseconds} ms each; medians of {Rate}; ratio: median of the rounds' ratios");
        if (size == SignerTableSize.Wide)
            console.WriteLine("Tables     wide ones for known signers");
        console.WriteLine(string.Empty);
        string[][] rows = [Header, .. results.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Header.Length).Select(column => rows.Max(row => row[column].Length))];
        console.WriteLine(Line(Header, widths));
        console.WriteLine($"| {string.Join(" | ", widths.Select((width, column) => column < LeftColumns ? new string('-', width) : new string('-', width - 1) + ":"))} |");
        foreach (string[] row in rows.Skip(1))
            console.WriteLine(Line(row, widths));
        foreach (IGrouping<string, BenchResult> other in results.Where(result => result.OpenSslStandIn is not null).GroupBy(result => result.OpenSslStandIn!))
            console.WriteLine($"\nCompared with {other.Key}, for want of the same in this OpenSSL: {string.Join(", ", other.Select(result => result.Scheme).Distinct())}");
        foreach (IGrouping<string, BenchResult> missing in results.Where(result => result.OpenSslMissingBecause is not null).GroupBy(result => result.OpenSslMissingBecause!))
            console.WriteLine($"\nNot compared: {string.Join(", ", missing.Select(result => result.Scheme).Distinct())}: {missing.Key}");
    }

    public void WriteJson(CommandConsole console)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteString("cpu", _processor.Model);
            WriteNumber(json, "clockMhz", _processor.ClockMegahertz, 0);
            WriteStrings(json, "instructionSets", _processor.InstructionSets);
            json.WriteNumber("cores", Environment.ProcessorCount);
            json.WriteString("appliance", VersionCommand.Version);
            json.WriteString("dotnet", Environment.Version.ToString());
            json.WriteString("openssl", LibCrypto.Version);
            json.WriteNumber("rounds", pace.Rounds);
            json.WriteNumber("sliceMilliseconds", pace.Slice.TotalMilliseconds);
            json.WriteString("signerTables", size == SignerTableSize.Wide ? "wide" : "standard");
            json.WriteString("unit", Rate);
            json.WriteStartArray("backends");
            foreach (BackendAdmission step in steps)
            {
                json.WriteStartObject();
                json.WriteString("name", step.Name);
                json.WriteBoolean("admitted", step.OffBecause is null);
                json.WriteString("offBecause", step.OffBecause);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("results");
            foreach (BenchResult result in results)
                Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private static string[] Row(BenchResult result) =>
    [
        result.Scheme,
        result.Path,
        result.Backend,
        result.Signers?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        result.Batch.ToString(CultureInfo.InvariantCulture),
        Whole(result.PerSecond),
        result.OpenSsl is { } theirs ? Whole(theirs.PerSecond) : string.Empty,
        result.OpenSsl is { } compared ? Ratio(compared.Ratio) : string.Empty,
        result.OpenSsl is { } spread ? $"{Ratio(spread.LowestRatio)} to {Ratio(spread.HighestRatio)}" : string.Empty,
        result.AllocatedBytesPerOperation.ToString("0.#", CultureInfo.InvariantCulture),
    ];

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => column < LeftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |";

    private static string Whole(double rate) => rate.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, BenchResult result)
    {
        json.WriteStartObject();
        json.WriteString("scheme", result.Scheme);
        json.WriteString("path", result.Path);
        json.WriteString("backend", result.Backend);
        WriteNumber(json, "signers", result.Signers, 0);
        json.WriteNumber("batch", result.Batch);
        json.WriteNumber("messageBytes", result.MessageBytes);
        WriteNumber(json, "perSecond", result.PerSecond, 0);
        WriteNumber(json, "opensslPerSecond", result.OpenSsl?.PerSecond, 0);
        WriteNumber(json, "ratio", result.OpenSsl?.Ratio, 3);
        WriteNumber(json, "lowestRatio", result.OpenSsl?.LowestRatio, 3);
        WriteNumber(json, "highestRatio", result.OpenSsl?.HighestRatio, 3);
        json.WriteString("opensslRoute", result.OpenSsl?.Route);
        json.WriteString("opensslStandIn", result.OpenSslStandIn);
        json.WriteString("opensslMissingBecause", result.OpenSslMissingBecause);
        WriteNumber(json, "allocatedBytesPerOperation", result.AllocatedBytesPerOperation, 3);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, digits));
        else
            json.WriteNull(name);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
