namespace Appliance.Firmware.Tests;

/// <summary>Runs <c>firmware-config/check</c> piece by piece, and on copies that were spoilt.</summary>
public sealed class FirmwareCheckTests
{
    /// <summary>Pieces of the check that run without the internet.</summary>
    public static TheoryData<string> Pieces =>
    [
        "systemd-verify", "systemd-security", "systemd-sysusers", "systemd-tmpfiles", "kernel-sysctl", "net-compile", "net-packets",
        "hsm-softhsm", "container-build",
    ];

    /// <summary>A piece, a file, a text in it, and what takes its place: each a mistake that the piece must find.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "systemd-verify", "systemd/appliance.service", "RestartSec=5", "RestartSecs=5" },
        { "systemd-verify", "systemd/appliance.service", "Type=notify", "Type=notified" },
        { "systemd-verify", "systemd/appliance.service", "/usr/lib/appliance/appliance serve", "/usr/lib/appliance/applianse serve" },
        { "systemd-security", "systemd/appliance.service", "CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_SYS_ADMIN CAP_SYS_PTRACE CAP_NET_ADMIN\n" },
        { "systemd-security", "systemd/appliance.service", "SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n", "\n" },
        { "systemd-security", "systemd/appliance.service", "LockPersonality=yes", "MemoryDenyWriteExecute=yes" },
        { "systemd-sysusers", "systemd/sysusers.conf", "/usr/sbin/nologin", "/bin/sh" },
        { "systemd-tmpfiles", "systemd/tmpfiles.conf", "credentials  0700", "credentials  0755" },
        { "kernel-sysctl", "kernel/60-appliance.conf", "fs.suid_dumpable", "fs.suid_dumpabel" },
        { "net-compile", "net/appliance.nft", "policy drop;", "policy dropp;" },
        { "net-compile", "net/networks.nft.example", "agencies_ipv4", "agencies_ipv5" },
        { "net-packets", "net/appliance.nft", "tcp dport 22 ip saddr @management_ipv4", "tcp dport 22" },
        { "net-packets", "net/appliance.nft", "hook input priority filter; policy drop;", "hook input priority filter; policy accept;" },
        { "net-packets", "net/appliance.nft", "hook output priority filter; policy drop;", "hook output priority filter; policy accept;" },
        { "net-packets", "net/appliance.nft", "nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255", "nd-neighbor-advert } ip6 hoplimit 254" },
        { "hsm-softhsm", "hsm/softhsm2.conf", "objectstore.backend = file", "objectstore.backend = db9" },
        { "hsm-softhsm", "hsm/softhsm2.conf", "slots.removable", "slots.removeable" },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task Every_piece_passes_its_real_tool(string piece)
    {
        (int exitCode, string output, string errors) = await Check(SourceTree.Firmware, piece);
        SkipWhereSkipped(output);
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal($"ok {piece}\n", output);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_found(string piece, string file, string text, string mistake)
    {
        using var scratch = new ScratchFolder();
        string copy = scratch.Copy(SourceTree.Firmware);
        string path = Path.Combine(copy, file);
        string right = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(text, right, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, right.Replace(text, mistake, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (int exitCode, string output, string errors) = await Check(copy, piece);
        SkipWhereSkipped(output);
        Assert.True(exitCode == 1, output + errors);
        Assert.StartsWith($"FAIL {piece}: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_piece_is_forgotten_here()
    {
        (_, string output, _) = await Check(SourceTree.Firmware, "--list");
        Assert.Equal(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Pieces.Select(row => (string)row.Data));
    }

    [Fact]
    public async Task An_unknown_piece_is_a_usage_error()
    {
        (int exitCode, string output, _) = await Check(SourceTree.Firmware, "systemd");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
    }

    private static Task<(int ExitCode, string Output, string Errors)> Check(string firmware, string piece) =>
        Tool.RunAsync(Path.Combine(firmware, "check"), [piece]);

    private static void SkipWhereSkipped(string output)
    {
        if (output.StartsWith("skip ", StringComparison.Ordinal))
            Assert.Skip(output.Trim());
    }
}
