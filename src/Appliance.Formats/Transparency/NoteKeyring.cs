using Appliance.Formats.Keys;

namespace Appliance.Formats.Transparency;

/// <summary>
/// The keys that a verifier knows, by what a signature of theirs would say. Lines of other keys are passed over, as C2SP signed-note
/// demands: that is how keys are rotated and witnesses added.
/// </summary>
public sealed record NoteKeyring
{
    /// <summary>No key.</summary>
    public static NoteKeyring Empty { get; } = new();

    /// <summary>Keys that the caller supplied without saying whose they are.</summary>
    public IReadOnlyList<NoteVerifierKey> Supplied { get; init; } = [];

    /// <summary>Pinned keys of the log, one of which must have signed; empty where no log is pinned.</summary>
    public IReadOnlyList<NoteVerifierKey> Log { get; init; } = [];

    /// <summary>Pinned witnesses.</summary>
    public IReadOnlyList<NoteVerifierKey> Witnesses { get; init; } = [];

    /// <summary>How many of the witnesses must have cosigned.</summary>
    public int WitnessQuorum { get; init; }
}
