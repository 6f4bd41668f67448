using Appliance.Kernels.Generator;

return GeneratorCommands.Run(args, Console.Out, Console.Error);
