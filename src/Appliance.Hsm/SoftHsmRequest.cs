namespace Appliance.Hsm;

/// <summary>What <see cref="SoftHsmProvisioning"/> shall make sure of.</summary>
public sealed record SoftHsmRequest
{
    /// <summary>Longest token label in UTF-8 bytes (PKCS#11 v2.40, section 5.5).</summary>
    public const int MaxTokenLabelBytes = 32;

    /// <summary>Folder for configuration and tokens; made where it is missing, open to nobody else.</summary>
    public required string Directory { get; init; }

    /// <summary>Label of the token.</summary>
    public required string TokenLabel { get; init; }

    /// <summary>Label of the key pair.</summary>
    public required string KeyLabel { get; init; }

    /// <summary>Id of the key pair.</summary>
    public ReadOnlyMemory<byte> KeyId { get; init; } = new byte[] { 0x01 };

    /// <summary>User PIN: set on a new token, needed for one that exists. The caller stores it before it provisions.</summary>
    public required HsmPin Pin { get; init; }

    /// <summary>PIN of the security officer: set on a new token.</summary>
    public required HsmPin SecurityOfficerPin { get; init; }

    /// <summary>Path of SoftHSM2; null looks for it.</summary>
    public string? ModulePath { get; init; }
}

/// <summary>What was found or made.</summary>
/// <param name="ModulePath">The module that is used.</param>
/// <param name="ConfigurationPath">SoftHSM2's configuration file: the value for <c>SOFTHSM2_CONF</c>.</param>
/// <param name="TokenCreated">Whether the token is new.</param>
/// <param name="KeyCreated">Whether the key pair is new.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of the key, DER.</param>
public sealed record SoftHsmProvisioned(string ModulePath, string ConfigurationPath, bool TokenCreated, bool KeyCreated, ReadOnlyMemory<byte> PublicKey);
