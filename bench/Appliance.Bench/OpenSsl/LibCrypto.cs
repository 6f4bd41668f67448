using System.Runtime.InteropServices;

namespace Appliance.Bench.OpenSsl;

/// <summary>The part of OpenSSL 3's libcrypto that the comparison calls.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    public static string Version => Marshal.PtrToStringUTF8(OpenSSL_version(0)) ?? "unknown";

    [LibraryImport(Library)]
    private static partial nint OpenSSL_version(int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint EVP_MD_fetch(nint context, string algorithm, string? properties);

    [LibraryImport(Library)]
    public static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    public static partial int EVP_MD_CTX_reset(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_DigestInit_ex2(nint context, nint digest, nint parameters);

    [LibraryImport(Library)]
    public static unsafe partial int EVP_DigestUpdate(nint context, byte* data, nuint length);

    [LibraryImport(Library)]
    public static unsafe partial int EVP_DigestFinal_ex(nint context, byte* digest, out uint length);

    [LibraryImport(Library)]
    public static unsafe partial nint d2i_PUBKEY(nint key, ref byte* encoded, int length);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerifyInit(nint context, out nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    public static unsafe partial int EVP_PKEY_CTX_set1_id(nint keyContext, byte* id, int length);

    [LibraryImport(Library)]
    public static unsafe partial int EVP_DigestVerify(nint context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_CTX_new_from_pkey(nint library, nint key, nint properties);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_verify_init(nint context);

    [LibraryImport(Library)]
    public static unsafe partial int EVP_PKEY_verify(nint context, byte* signature, nuint signatureLength, byte* digest, nuint digestLength);
}
