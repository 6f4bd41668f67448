using Appliance.Fuzz;
using SharpFuzz;

// Appliance.Fuzz TARGET            run under afl-fuzz (instrument Appliance.Formats.dll with the sharpfuzz tool first)
// Appliance.Fuzz TARGET FILE...    feed files once, to reproduce a finding
FuzzTarget? target = args.Length > 0 ? FuzzTargets.All.FirstOrDefault(candidate => candidate.Name == args[0]) : null;
if (target is null)
{
    Console.Error.WriteLine($"usage: Appliance.Fuzz TARGET [FILE...]; targets: {string.Join(' ', FuzzTargets.All.Select(t => t.Name))}");
    return 2;
}

foreach (string file in args[1..])
    target.Run(File.ReadAllBytes(file));
if (args.Length == 1)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        target.Run(input.ToArray());
    });
}

return 0;
