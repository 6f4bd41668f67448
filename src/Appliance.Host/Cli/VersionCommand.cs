using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Appliance.Host.Cli;

/// <summary><c>appliance version</c>: what is running.</summary>
internal static class VersionCommand
{
    /// <summary>Version of the product with the commit it was built from, where the build knew it.</summary>
    public static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static Command Create(CommandConsole console)
    {
        var command = new Command("version", "Prints version, runtime and processor architecture.");
        command.SetAction(_ => console.WriteLine(
            $"appliance {Version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier})"));
        return command;
    }
}
