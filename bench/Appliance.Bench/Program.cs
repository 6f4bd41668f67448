using System.Globalization;
using Appliance.Bench;
using Appliance.Bench.Ledger;
using Appliance.Bench.OpenSsl;
using BenchmarkDotNet.Running;

const int DefaultRounds = 7;
const int DefaultBlocks = 200;

if (args is ["openssl", ..])
{
    Comparison.Run(Number(1, DefaultRounds), Console.Out);
    return 0;
}

if (args is ["ledger", ..])
{
    await LedgerComparison.RunAsync(Number(1, DefaultRounds), Number(2, DefaultBlocks), Console.Out);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(HashBenchmarks).Assembly).Run(args);
return 0;

int Number(int position, int otherwise) => args.Length > position ? int.Parse(args[position], CultureInfo.InvariantCulture) : otherwise;
