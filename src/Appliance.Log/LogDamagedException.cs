namespace Appliance.Log;

/// <summary>What is wrong with a log that cannot be continued. A closed list.</summary>
public enum LogDamage
{
    /// <summary>There are leaves but no signed head.</summary>
    HeadMissing,

    /// <summary>The stored head is not one.</summary>
    HeadMalformed,

    /// <summary>The stored head is signed by another key than the signer's.</summary>
    OtherKey,

    /// <summary>The signature of the stored head does not hold.</summary>
    HeadSignatureInvalid,

    /// <summary>There are fewer leaves than were signed.</summary>
    RolledBack,

    /// <summary>The leaves are not those that were signed.</summary>
    Altered,

    /// <summary>A stored leaf is not 32 bytes long.</summary>
    LeafMalformed,
}

/// <summary>
/// The stored log contradicts what was signed. The appliance refuses to sign on: a second history under the same key is exactly
/// what a log exists to prevent.
/// </summary>
public sealed class LogDamagedException(LogDamage damage, string detail, string advice)
    : Exception($"verdict log: {detail}. {advice}")
{
    /// <summary>What is wrong.</summary>
    public LogDamage Damage { get; } = damage;

    /// <summary>What the operator can do.</summary>
    public string Advice { get; } = advice;
}
