using System.Runtime.InteropServices;
using Appliance.Engine;
using Appliance.Host.Cli;
using Appliance.Host.Configuration;
using Appliance.Host.Vouching;
using Appliance.Hsm;
using Appliance.Kernels;

namespace Appliance.Host.Health;

/// <summary>How a finding stands.</summary>
internal enum FindingState
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Subject">What it is.</param>
/// <param name="What">What was found.</param>
/// <param name="Advice">What to do, where there is something to do.</param>
internal sealed record Finding(FindingState State, string Subject, string What, string? Advice = null);

/// <summary>Looks at a machine and a data directory without changing either.</summary>
internal static class Diagnosis
{
    // A segment of the block log and room for a checkpoint.
    private const long LowDiskBytes = 1L << 30;

    private const UnixFileMode OpenToOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IReadOnlyList<Finding> Run(DataDirectory data, ApplianceConfiguration configuration) =>
    [
        Machine(),
        .. Backends(configuration),
        Module(configuration),
        Directory(data),
        Disk(data),
        Pin(data, configuration),
    ];

    private static Finding Machine()
    {
        Processor processor = Processor.OfThisMachine();
        string sets = processor.InstructionSets.Count > 0 ? string.Join(", ", processor.InstructionSets) : "no vector extensions that are looked for";
        return new Finding(FindingState.Ok, "processor", $"{processor.Model}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {sets}");
    }

    private static IEnumerable<Finding> Backends(ApplianceConfiguration configuration)
    {
        BackendSelection selection = configuration.ToBackendSelection();
        return BackendCatalogue.Steps.Select(step => Backend(BackendAdmission.Of(step, selection)));
    }

    /// <summary>A step that the machine or the operator leaves out is no fault: the next one serves.</summary>
    private static Finding Backend(BackendAdmission step) => step.Standing switch
    {
        BackendStanding.Serving => new Finding(FindingState.Ok, "backend", $"{step.Name} gives the known answers"),
        BackendStanding.Unavailable or BackendStanding.Excluded => new Finding(FindingState.Ok, "backend", $"{step.Name} is off: {step.OffBecause}"),
        BackendStanding.NotStarted => new Finding(
            FindingState.Warn, "backend", $"{step.Name} is off: {step.OffBecause}", "slower backends serve; allow what it needs, or exclude it in engine.backends"),
        _ => new Finding(
            FindingState.Fail, "backend", $"{step.Name} is off: {step.OffBecause}", "the processor or memory may be faulty: do not use this machine"),
    };

    private static Finding Module(ApplianceConfiguration configuration)
    {
        string named = configuration.Text(SettingCatalogue.HsmModule);
        if (named.Length > 0)
        {
            return File.Exists(named)
                ? new Finding(FindingState.Ok, "hsm module", named)
                : new Finding(FindingState.Fail, "hsm module", $"{named} is missing", "install the vendor's library, or correct hsm.module");
        }

        return Pkcs11Module.FindSoftHsm() is { } found
            ? new Finding(FindingState.Ok, "hsm module", found)
            : new Finding(FindingState.Fail, "hsm module", "SoftHSM2 is missing", "apt-get install softhsm2, or name a module in hsm.module");
    }

    private static Finding Directory(DataDirectory data)
    {
        if (!System.IO.Directory.Exists(data.Path))
            return new Finding(FindingState.Warn, "data", $"{data.Path} does not exist", "'appliance init' makes it; verifying alone needs none");
        UnixFileMode mode = File.GetUnixFileMode(data.Path);
        return (mode & OpenToOthers) == 0
            ? new Finding(FindingState.Ok, "data", $"{data.Path}, open to its owner only")
            : new Finding(FindingState.Warn, "data", $"{data.Path} is open to others", $"chmod 700 {data.Path}");
    }

    private static Finding Disk(DataDirectory data)
    {
        string? existing = data.Path;
        while (existing is not null && !System.IO.Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing);
        long free = new DriveInfo(existing ?? "/").AvailableFreeSpace;
        return free >= LowDiskBytes
            ? new Finding(FindingState.Ok, "disk", $"{free >> 30} GiB free")
            : new Finding(FindingState.Warn, "disk", $"{free >> 20} MiB free", "make room: the index and the verdict log stop when the disk is full");
    }

    /// <summary>Reads the PIN but does not log in: a real token counts attempts.</summary>
    private static Finding Pin(DataDirectory data, ApplianceConfiguration configuration)
    {
        try
        {
            using HsmPin pin = HsmPinSource.Read(data, configuration);
            return new Finding(FindingState.Ok, "pin", "there, and readable to its owner only");
        }
        catch (CommandFailure)
        {
            return new Finding(FindingState.Warn, "pin", "not initialised", "'appliance init' makes token, key and PIN; verifying alone needs none");
        }
        catch (HsmException exception)
        {
            return new Finding(FindingState.Fail, "pin", exception.Message, "correct the file that hsm.pin_file names");
        }
    }
}
