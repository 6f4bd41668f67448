using Appliance.Host.Cli;

return (int)await CommandLine.RunAsync(args, CommandConsole.OfProcess());
