using Appliance.Bench;
using Appliance.Bench.OpenSsl;
using BenchmarkDotNet.Running;

if (args is ["openssl", ..])
{
    int rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 7;
    Comparison.Run(rounds, Console.Out);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(HashBenchmarks).Assembly).Run(args);
return 0;
