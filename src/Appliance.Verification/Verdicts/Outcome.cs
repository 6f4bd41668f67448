namespace Appliance.Verification.Verdicts;

/// <summary>The three outcomes that are never confused with one another.</summary>
public enum Outcome : byte
{
    /// <summary>The appliance could not say: overload, fault, missing trust.</summary>
    NotVerified = 0,

    /// <summary>It is what it claims to be.</summary>
    Genuine = 1,

    /// <summary>It is not; the verdict says why.</summary>
    NotGenuine = 2,
}
