namespace Appliance.Log;

/// <summary>Signs tree heads. The private key never leaves the signer: an HSM in service.</summary>
public interface ITreeHeadSigner
{
    /// <summary>SubjectPublicKeyInfo (RFC 5480) of the P-256 signing key, DER.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>
    /// Signs with ECDSA P-256 and SHA-256 (COSE algorithm ES256) and returns r || s, 64 bytes.
    /// </summary>
    /// <param name="message">The bytes to sign, not hashed.</param>
    /// <param name="cancellation">Gives up waiting; a signature that was under way may still be made.</param>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);
}
