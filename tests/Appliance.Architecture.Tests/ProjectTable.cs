namespace Appliance.Architecture.Tests;

/// <summary>
/// The table of projects of docs/architecture.md: what each may reference. Changing it is a decision; write it down in
/// docs/decisions.
/// </summary>
internal static class ProjectTable
{
    /// <summary>One row: a source project, the projects and the third-party packages that it may name in its project file.</summary>
    internal sealed record Row(string Name, string[] Projects, string[] Packages);

    internal static IReadOnlyList<Row> Rows { get; } =
    [
        new("Appliance.Formats", [], ["System.Formats.Cbor"]),
        new("Appliance.Kernels", [], []),
        new("Appliance.Kernels.Generator", [], ["Iced"]),
        new("Appliance.Kernels.Gpu", ["Appliance.Kernels"], ["ILGPU"]),
        new("Appliance.Verification", ["Appliance.Formats", "Appliance.Kernels"], []),
        new("Appliance.Engine", ["Appliance.Verification", "Appliance.Kernels"], []),
        new("Appliance.Log", ["Appliance.Verification"], ["System.Formats.Cbor"]),
        new("Appliance.Sharing", ["Appliance.Verification", "Appliance.Log"], []),
        new("Appliance.Index", ["Appliance.Verification", "Appliance.Log"], ["Microsoft.FASTER.Core"]),
        new("Appliance.Hsm", ["Appliance.Log"], ["Pkcs11Interop"]),
        new("Appliance.Samples", ["Appliance.Formats"], ["BouncyCastle.Cryptography"]),
        new("Appliance.Client", ["Appliance.Verification"], ["Google.Protobuf", "Grpc.Net.Client", "Grpc.Tools"]),
        new(
            "Appliance.Host",
            [
                "Appliance.Formats", "Appliance.Kernels", "Appliance.Kernels.Gpu", "Appliance.Verification", "Appliance.Engine", "Appliance.Log",
                "Appliance.Sharing", "Appliance.Index", "Appliance.Hsm", "Appliance.Samples", "Appliance.Client",
            ],
            [
                "System.CommandLine", "Spectre.Console", "Tomlyn", "Grpc.AspNetCore", "Grpc.AspNetCore.HealthChecks",
                "Grpc.AspNetCore.Server.Reflection", "prometheus-net", "prometheus-net.AspNetCore", "Microsoft.Extensions.Hosting.Systemd",
            ]),
    ];

    internal static Row Find(string name) =>
        Rows.SingleOrDefault(row => row.Name == name)
        ?? throw new InvalidOperationException($"{name} is not in the table of projects");

    /// <summary>Everything that a project reaches through the table; its compiled code may use these and nothing else of ours.</summary>
    internal static IReadOnlySet<string> Reach(string name)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(Find(name).Projects);
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next)) Array.ForEach(Find(next).Projects, open.Enqueue);
        }

        return reached;
    }
}
