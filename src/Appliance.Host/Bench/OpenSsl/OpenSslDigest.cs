namespace Appliance.Host.Bench.OpenSsl;

/// <summary>Hashing by the fastest documented route: a fetched digest and a reused context.</summary>
internal sealed class OpenSslDigest : IDisposable
{
    private readonly nint _context = LibCrypto.Require(LibCrypto.EVP_MD_CTX_new());

    private OpenSslDigest(nint digest) => Handle = digest;

    /// <summary>The EVP_MD.</summary>
    public nint Handle { get; }

    /// <summary>A digest by name, or null where this OpenSSL has none.</summary>
    public static OpenSslDigest? TryFetch(string algorithm) => LibCrypto.FetchDigest(algorithm) is var digest and not 0 ? new OpenSslDigest(digest) : null;

    /// <summary>Hashes what lies at one address.</summary>
    public void Hash(nint message, int length, nint digest)
    {
        LibCrypto.Require(LibCrypto.EVP_DigestInit_ex2(_context, Handle, 0));
        LibCrypto.Require(LibCrypto.EVP_DigestUpdate(_context, message, (nuint)length));
        LibCrypto.Require(LibCrypto.EVP_DigestFinal_ex(_context, digest, 0));
    }

    /// <summary>Hashes what lies at two addresses, as one message.</summary>
    public void Hash(nint first, int firstLength, nint second, int secondLength, nint digest)
    {
        LibCrypto.Require(LibCrypto.EVP_DigestInit_ex2(_context, Handle, 0));
        LibCrypto.Require(LibCrypto.EVP_DigestUpdate(_context, first, (nuint)firstLength));
        LibCrypto.Require(LibCrypto.EVP_DigestUpdate(_context, second, (nuint)secondLength));
        LibCrypto.Require(LibCrypto.EVP_DigestFinal_ex(_context, digest, 0));
    }

    public void Dispose()
    {
        LibCrypto.EVP_MD_CTX_free(_context);
        LibCrypto.EVP_MD_free(Handle);
    }
}
