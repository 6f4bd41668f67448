using System.Globalization;
using Appliance.Bench.Backends;
using Appliance.Bench.Budgets;
using Appliance.Bench.Ledger;
using BenchmarkDotNet.Running;

const int DefaultRounds = 7;
const int DefaultBlocks = 200;
const int Usage = 2;

switch (args)
{
    case ["ledger", ..]:
        await LedgerComparison.RunAsync(Number(1, DefaultRounds), Number(2, DefaultBlocks), Console.Out);
        return 0;
    case ["budgets", string results, string budgets]:
        return BudgetCheck.Run(results, budgets, Console.Out);
    case ["budgets", ..]:
        Console.Error.WriteLine("usage: budgets RESULTS.json BUDGETS.json; 'appliance bench --output json' writes the results");
        return Usage;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SignatureBenchmarks).Assembly).Run(args);
        return 0;
}

int Number(int position, int otherwise) => args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
