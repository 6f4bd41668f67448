using System.Security.Cryptography;
using Appliance.Formats.Keys;

namespace Appliance.Verification.Keys;

/// <summary>A key with what is known about it.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyId">Identifier that goes with it, for example the <c>kid</c> of a JWK; or null.</param>
/// <param name="VerifierKey">Where it came as a C2SP verifier key: that key; otherwise null.</param>
public sealed record KnownKey(VerificationKey Key, string? KeyId, NoteVerifierKey? VerifierKey)
{
    private const int FingerprintDigits = 16;

    /// <summary>For reports: name or key id where there is one, and the beginning of the fingerprint.</summary>
    public string Name
    {
        get
        {
            string fingerprint = $"key {Key.Fingerprint.ToString()[..FingerprintDigits]}";
            string? given = VerifierKey?.Name ?? KeyId;
            return given is null ? fingerprint : $"{given} ({fingerprint})";
        }
    }

    /// <summary>Reads all keys of a file.</summary>
    /// <exception cref="Formats.Decoding.DecodeException">The file is none that holds keys.</exception>
    /// <exception cref="FormatException">A key is of a kind that checks no signature here, or a verifier key's hash is not that of its key.</exception>
    public static IReadOnlyList<KnownKey> ReadAll(ReadOnlyMemory<byte> file) => [.. PublicKeyFile.Decode(file).Select(From)];

    /// <summary>Takes a key that was read.</summary>
    /// <exception cref="FormatException">It is of a kind that checks no signature here, or a verifier key's hash is not that of its key.</exception>
    public static KnownKey From(PublicKeyEntry entry)
    {
        if (!VerificationKey.TryCreate(entry.Key, out VerificationKey? key))
            throw new FormatException($"a key of kind {entry.Key.Kind} is not supported here, or is no uncompressed point: P-256, SM2, secp256k1, Ed25519");
        if (entry.VerifierKey is { } note && !note.KeyHash.Span.SequenceEqual(HashOf(note)))
            throw new FormatException($"the verifier key of {note.Name} does not have the hash that it states");
        return new KnownKey(key, entry.KeyId, entry.VerifierKey);
    }

    private static ReadOnlySpan<byte> HashOf(NoteVerifierKey key) => SHA256.HashData(key.KeyHashInput.Span).AsSpan(0, key.KeyHash.Length);
}
