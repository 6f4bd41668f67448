using System.Runtime.InteropServices;

namespace Appliance.Host.Bench.OpenSsl;

/// <summary>
/// The part of OpenSSL 3's libcrypto that is compared with. Every argument is a plain number or an address, so that a call costs what it costs
/// in C; addresses come from <see cref="PinnedBytes"/>.
/// </summary>
internal static class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>Version in OpenSSL's own words, or null where it is not installed.</summary>
    public static string? Version { get; } =
        NativeLibrary.TryLoad(Library, typeof(LibCrypto).Assembly, null, out _) ? Marshal.PtrToStringUTF8(OpenSSL_version(0)) : null;

    /// <summary>Why nothing can be compared with, where <see cref="Version"/> is null.</summary>
    public const string Missing = $"OpenSSL 3 ({Library}) is not installed";

    /// <summary>A digest by name, or 0 where this OpenSSL has none; the caller frees it.</summary>
    public static nint FetchDigest(string algorithm)
    {
        nint name = Marshal.StringToCoTaskMemUTF8(algorithm);
        try
        {
            nint digest = EVP_MD_fetch(0, name, 0);
            if (digest == 0)
                ERR_clear_error();
            return digest;
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>A public key from its DER SubjectPublicKeyInfo, or 0 where this OpenSSL does not know its kind; the caller frees it.</summary>
    public static nint ParseKey(PinnedBytes encoded)
    {
        nint position = encoded.At(0);
        nint key = d2i_PUBKEY(0, ref position, encoded.Length);
        if (key == 0)
            ERR_clear_error();
        return key;
    }

    public static nint Require(nint handle) => handle != 0 ? handle : throw new InvalidOperationException("libcrypto returned null");

    public static void Require(int result)
    {
        if (result != 1)
            throw new InvalidOperationException("libcrypto reported an error");
    }

    [DllImport(Library)]
    public static extern void EVP_MD_free(nint digest);

    [DllImport(Library)]
    public static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    public static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    public static extern int EVP_MD_CTX_reset(nint context);

    // The three calls that make up a hash take tens of nanoseconds: the transition would be a tenth of them.
    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern int EVP_DigestInit_ex2(nint context, nint digest, nint parameters);

    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern int EVP_DigestUpdate(nint context, nint data, nuint length);

    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern int EVP_DigestFinal_ex(nint context, nint digest, nint length);

    [DllImport(Library)]
    public static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    public static extern int EVP_DigestVerify(nint context, nint signature, nuint signatureLength, nint message, nuint messageLength);

    [DllImport(Library)]
    public static extern int EVP_PKEY_CTX_set1_id(nint keyContext, nint id, int length);

    [DllImport(Library)]
    public static extern nint EVP_PKEY_CTX_new_from_pkey(nint library, nint key, nint properties);

    [DllImport(Library)]
    public static extern void EVP_PKEY_CTX_free(nint context);

    [DllImport(Library)]
    public static extern int EVP_PKEY_verify_init(nint context);

    [DllImport(Library)]
    public static extern int EVP_PKEY_verify(nint context, nint signature, nuint signatureLength, nint digest, nuint digestLength);

    [DllImport(Library)]
    public static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint OpenSSL_version(int type);

    [DllImport(Library)]
    private static extern nint EVP_MD_fetch(nint library, nint algorithm, nint properties);

    [DllImport(Library)]
    private static extern nint d2i_PUBKEY(nint key, ref nint encoded, long length);

    [DllImport(Library)]
    private static extern void ERR_clear_error();
}
