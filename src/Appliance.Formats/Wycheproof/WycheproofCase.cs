using Appliance.Formats.Plans;

namespace Appliance.Formats.Wycheproof;

/// <summary>One case of a Wycheproof file.</summary>
public sealed record WycheproofCase
{
    /// <summary>Number within the file.</summary>
    public required int Id { get; init; }

    /// <summary>What is special about the case.</summary>
    public required string Comment { get; init; }

    /// <summary>Classes of the case, explained in the file's notes.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Type of its group, for example <c>EcdsaVerify</c>.</summary>
    public required string GroupType { get; init; }

    /// <summary>Which scheme the case is about; meaningless where it is skipped.</summary>
    public required WycheproofScheme Scheme { get; init; }

    /// <summary>How the signature is encoded.</summary>
    public required SignatureEncoding Encoding { get; init; }

    /// <summary>Bitcoin's groups: a signature with s above n/2 is invalid.</summary>
    public bool RequireLowS { get; init; }

    /// <summary>The key: X || Y, 64 bytes, for Ed25519 32 bytes; empty where the case is skipped.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The message, not hashed.</summary>
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>The signature.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What the file expects.</summary>
    public required WycheproofResult Expected { get; init; }

    /// <summary>Why the case cannot be run here, or null.</summary>
    public string? SkippedBecause { get; init; }
}

/// <summary>Schemes of cases.</summary>
public enum WycheproofScheme
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    EcdsaP256 = 0,

    /// <summary>ECDSA on secp256k1 with SHA-256.</summary>
    EcdsaSecp256k1 = 1,

    /// <summary>Ed25519.</summary>
    Ed25519 = 2,
}

/// <summary>What a case expects of a verifier.</summary>
public enum WycheproofResult
{
    /// <summary>Refuse.</summary>
    Invalid = 0,

    /// <summary>Accept.</summary>
    Valid = 1,

    /// <summary>Either: legal, but discouraged.</summary>
    Acceptable = 2,
}
