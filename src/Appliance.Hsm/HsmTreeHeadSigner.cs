using System.Security.Cryptography;
using Appliance.Log;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>Signs tree heads with a P-256 key that cannot leave its token (CKM_ECDSA; SHA-256 is computed here).</summary>
public sealed class HsmTreeHeadSigner : ITreeHeadSigner
{
    private const string Sign = "C_Sign";

    private readonly Pkcs11Token _token;
    private readonly SigningKey _key;
    private readonly LogPublicKey _public;
    private Handle? _handle;

    private HsmTreeHeadSigner(Pkcs11Token token, SigningKey key, LogPublicKey publicKey)
    {
        _token = token;
        _key = key;
        _public = publicKey;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _public.SubjectPublicKeyInfo;

    /// <summary>Finds the key, refuses one that could leave the token, and proves that it signs.</summary>
    /// <param name="token">The token; the signer does not own it.</param>
    /// <param name="keyLabel">CKA_LABEL of the key pair.</param>
    /// <param name="keyId">CKA_ID of the key pair; null takes any.</param>
    /// <exception cref="HsmException">The key is missing, ambiguous, of another kind or extractable, or its probe failed.</exception>
    public static HsmTreeHeadSigner Open(Pkcs11Token token, string keyLabel, ReadOnlyMemory<byte>? keyId = null)
    {
        var key = new SigningKey(keyLabel, keyId);
        byte[] spki = token.Run("C_FindObjects", session =>
        {
            key.DemandBound(session.Session, token.Label);
            return key.ReadPublic(session.Session, token.Label);
        });
        var signer = new HsmTreeHeadSigner(token, key, LogPublicKey.Parse(spki));
        signer.Probe();
        return signer;
    }

    /// <summary>Signs random bytes and verifies the signature with the platform's own code. Blocks.</summary>
    /// <exception cref="HsmException">The token failed, or its signature does not hold.</exception>
    public void Probe()
    {
        byte[] message = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
        byte[] signature = _token.Run(Sign, session => SignDigest(session, SHA256.HashData(message)));
        if (!_public.Verify(message, signature))
            throw HsmException.From(CKR.CKR_SIGNATURE_INVALID, "probe", _token.Label, _token.Slot, $"key '{_key.Label}' signed a probe");
    }

    /// <inheritdoc/>
    /// <exception cref="HsmException">The token failed.</exception>
    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        byte[] digest = SHA256.HashData(message.Span);
        return await _token.RunAsync(Sign, session => SignDigest(session, digest), cancellation);
    }

    private byte[] SignDigest(PooledSession session, byte[] digest)
    {
        using IMechanism mechanism = Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
        byte[] signature = session.Session.Sign(mechanism, PrivateHandle(session), digest);
        return signature.Length == LogPublicKey.SignatureSize
            ? signature
            : throw HsmException.From(
                CKR.CKR_SIGNATURE_INVALID, Sign, _token.Label, _token.Slot, $"the signature has {signature.Length} bytes, not {LogPublicKey.SignatureSize}");
    }

    // Searching costs as much as signing; a handle stays good until the connection is made anew.
    private IObjectHandle PrivateHandle(PooledSession session)
    {
        Handle? handle = Volatile.Read(ref _handle);
        if (handle is null || handle.Generation != session.Generation)
        {
            handle = new Handle(_key.GetPrivate(session.Session, _token.Label), session.Generation);
            Volatile.Write(ref _handle, handle);
        }
        return handle.Key;
    }

    private sealed record Handle(IObjectHandle Key, int Generation);
}
