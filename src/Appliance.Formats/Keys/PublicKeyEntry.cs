using Appliance.Formats.X509;

namespace Appliance.Formats.Keys;

/// <summary>One public key of a key file, with what the file says about it.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyId">Identifier that goes with it, for example the <c>kid</c> of a JWK; or null.</param>
/// <param name="VerifierKey">Where it came as a C2SP verifier key: that key; otherwise null.</param>
public sealed record PublicKeyEntry(SubjectPublicKey Key, string? KeyId, NoteVerifierKey? VerifierKey);
