namespace Appliance.Firmware.Tests;

/// <summary>What can be said of the image without an engine: its build steps run as written, and its promises stand in it.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Instructions = Read();

    [Fact]
    public void The_image_is_glibc_based_and_unprivileged()
    {
        string last = Instructions.Last(line => line.StartsWith("FROM ", StringComparison.Ordinal));
        Assert.Equal("FROM mcr.microsoft.com/dotnet/aspnet:10.0", last);
        Assert.DoesNotContain(Instructions, line => line.Contains("alpine", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("USER $APP_UID", Instructions.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        int user = Array.FindLastIndex(Instructions, line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.DoesNotContain(Instructions.Skip(user), line => line.StartsWith("RUN ", StringComparison.Ordinal));
        Assert.Contains(Instructions, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.DoesNotContain(Instructions, line => line.StartsWith("EXPOSE ", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_copied_exists_and_reaches_the_build()
    {
        string[] kept = [.. File.ReadAllLines(Path.Combine(SourceTree.Root, ".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..])];
        string[] copied = [.. Copied()];
        Assert.Equal(kept.Order(), copied.Order());
        Assert.All(copied, source => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, source)), source));
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public async Task The_build_stage_publishes_the_binary(string architecture)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1", "builds the host once more, about a minute: set APPLIANCE_LONG=1");
        using var scratch = new ScratchFolder();
        string source = Directory.CreateDirectory(Path.Combine(scratch.Path, "source")).FullName;
        string output = Path.Combine(scratch.Path, "app");
        // What .dockerignore lets through, and nothing that an earlier build left behind.
        (int copied, _, string said) = await Tool.RunAsync(
            "tar", ["--create", "--exclude=bin", "--exclude=obj", $"--file={source}.tar", .. Copied()]);
        Assert.True(copied == 0, said);
        (int extracted, _, said) = await Tool.RunAsync("tar", ["--extract", $"--file={source}.tar", $"--directory={source}"]);
        Assert.True(extracted == 0, said);

        string publish = Instructions.Single(line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal))["RUN ".Length..];
        (int exitCode, string log, said) = await Tool.RunAsync(
            "/bin/sh",
            ["-c", publish.Replace("--output /app", $"--output {output}", StringComparison.Ordinal)],
            source,
            new Dictionary<string, string> { ["TARGETARCH"] = architecture });
        Assert.True(exitCode == 0, log + said);
        byte[] binary = await File.ReadAllBytesAsync(Path.Combine(output, "appliance"), TestContext.Current.CancellationToken);
        // ELF header, field e_machine: 62 is x86-64, 183 is AArch64.
        Assert.Equal(architecture == "amd64" ? 62 : 183, BitConverter.ToUInt16(binary, 18));
    }

    private static IEnumerable<string> Copied() => Instructions
        .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..^1])
        .Select(source => source.TrimEnd('/'));

    /// <summary>Instructions without comments, continued lines joined.</summary>
    private static string[] Read()
    {
        string text = string.Join('\n', File.ReadAllLines(Path.Combine(SourceTree.Root, "Dockerfile"))
            .Where(line => !line.StartsWith('#')));
        return [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
