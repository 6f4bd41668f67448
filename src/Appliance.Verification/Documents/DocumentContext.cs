using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Trust;

namespace Appliance.Verification.Documents;

/// <summary>What a format may use to judge one document.</summary>
internal sealed record DocumentContext
{
    /// <summary>Computes plans.</summary>
    public required IVerifier Verifier { get; init; }

    /// <summary>What is allowed, and bounds.</summary>
    public required VerificationOptions Options { get; init; }

    /// <summary>What is pinned.</summary>
    public required TrustAnchors Anchors { get; init; }

    /// <summary>What the caller brings along.</summary>
    public required Companions Companions { get; init; }

    /// <summary>What is indexed, or null.</summary>
    public required IChainState? Chains { get; init; }

    /// <summary>Receives blocks as they are judged, or null.</summary>
    public required IBlockSink? Sink { get; init; }

    /// <summary>The instant at which certificates must be valid.</summary>
    public DateTimeOffset At => Companions.At ?? Options.Clock.GetUtcNow();
}
