namespace Appliance.Samples;

/// <summary>How the committing peer that wrote the sample ledger marked tampered transactions; its marks are signed by nobody.</summary>
public enum PeerHonesty
{
    /// <summary>It gave each the validation code that a real peer gives.</summary>
    Honest,

    /// <summary>It marked them all valid.</summary>
    Lying,

    /// <summary>It marked them honestly in one round through the kinds of tampering and lied in the next.</summary>
    Alternating,
}
