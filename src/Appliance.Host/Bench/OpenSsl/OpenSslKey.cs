using Appliance.Samples.Signatures;

namespace Appliance.Host.Bench.OpenSsl;

/// <summary>A public key parsed once, with a context for each way of verifying that is kept for it.</summary>
internal sealed class OpenSslKey : IDisposable
{
    private const byte Uncompressed = 4;

    private readonly nint _key;

    private OpenSslKey(nint key) => _key = key;

    /// <summary>The EVP_PKEY.</summary>
    public nint Handle => _key;

    /// <summary>For EVP_PKEY_verify on digests; 0 before it was asked for.</summary>
    public nint DigestContext { get; private set; }

    /// <summary>For EVP_DigestVerify on messages, made ready once; 0 before it was asked for.</summary>
    public nint MessageContext { get; private set; }

    /// <summary>Reads X || Y or an Ed25519 key; null where this OpenSSL does not know its kind.</summary>
    public static OpenSslKey? TryParse(SampleScheme scheme, byte[] key)
    {
        byte[] encoded = scheme == SampleScheme.Ed25519 ? [.. Prefix(scheme), .. key] : [.. Prefix(scheme), Uncompressed, .. key];
        return LibCrypto.ParseKey(new PinnedBytes(encoded)) is var parsed and not 0 ? new OpenSslKey(parsed) : null;
    }

    public void OpenDigestContext()
    {
        DigestContext = LibCrypto.Require(LibCrypto.EVP_PKEY_CTX_new_from_pkey(0, _key, 0));
        LibCrypto.Require(LibCrypto.EVP_PKEY_verify_init(DigestContext));
    }

    public void OpenMessageContext()
    {
        MessageContext = LibCrypto.Require(LibCrypto.EVP_MD_CTX_new());
        LibCrypto.Require(LibCrypto.EVP_DigestVerifyInit(MessageContext, 0, 0, 0, _key));
    }

    public void Dispose()
    {
        LibCrypto.EVP_PKEY_CTX_free(DigestContext);
        LibCrypto.EVP_MD_CTX_free(MessageContext);
        LibCrypto.EVP_PKEY_free(_key);
    }

    /// <summary>SubjectPublicKeyInfo up to the key's own bytes: RFC 5480, RFC 8410, GM/T 0009.</summary>
    private static byte[] Prefix(SampleScheme scheme) => Convert.FromHexString(scheme switch
    {
        SampleScheme.EcdsaP256 => "3059301306072A8648CE3D020106082A8648CE3D030107034200",
        SampleScheme.EcdsaSecp256k1 => "3056301006072A8648CE3D020106052B8104000A034200",
        SampleScheme.Sm2 => "3059301306072A8648CE3D020106082A811CCF5501822D034200",
        SampleScheme.Ed25519 => "302A300506032B6570032100",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "no such scheme"),
    });
}
