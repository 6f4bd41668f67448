using System.Globalization;
using System.Text.Json;

namespace Appliance.Bench.Budgets;

/// <summary>Holds measured results against budgets.</summary>
internal static class BudgetCheck
{
    private const int Met = 0;
    private const int Missed = 1;
    private const int Unreadable = 2;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>Prints a line for each budget: met, missed or not owed. 0 where none was missed, 1 where one was, 2 where a file cannot be read.</summary>
    public static int Run(string resultsFile, string budgetsFile, TextWriter output)
    {
        BenchOutput results;
        BudgetFile budgets;
        try
        {
            results = Read<BenchOutput>(resultsFile);
            budgets = Read<BudgetFile>(budgetsFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            output.WriteLine($"unreadable: {exception.Message}");
            return Unreadable;
        }

        int missed = 0;
        foreach (Budget budget in budgets.Ratios)
        {
            (string state, string why) = Judge(budget, results, budgets.Tolerance);
            if (state == "missed")
                missed++;
            output.WriteLine($"{state,-8} {budget}: {why}");
        }

        foreach (BenchRow row in results.Results.Where(row => row.AllocatedBytesPerOperation > budgets.MaxAllocatedBytesPerOperation))
        {
            missed++;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"missed",-8} {row}: allocates {row.AllocatedBytesPerOperation} bytes per operation, allowed are {budgets.MaxAllocatedBytesPerOperation}"));
        }

        output.WriteLine($"{missed} missed");
        return missed == 0 ? Met : Missed;
    }

    private static (string State, string Why) Judge(Budget budget, BenchOutput results, double tolerance)
    {
        if (results.Backends.FirstOrDefault(backend => backend.Name == budget.Backend) is not { } step)
            return ("not owed", "these results know no such backend");
        if (step.OffBecause is not null)
            return ("not owed", step.OffBecause);
        BenchRow? row = results.Results.FirstOrDefault(row =>
            row.Scheme == budget.Scheme && row.Path == budget.Path && row.Backend == budget.Backend && row.Signers == budget.Signers);
        if (row is null)
            return ("missed", "not measured although the backend serves");
        if (row.Ratio is not { } ratio)
            return ("not owed", "nothing to compare with");
        string figures = string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} times OpenSSL, budget {budget.MinRatio:0.00} less {tolerance:P0}");
        return (ratio >= budget.MinRatio * (1 - tolerance) ? "met" : "missed", figures);
    }

    private static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(file), Options) ?? throw new JsonException($"{file} holds nothing");
}
