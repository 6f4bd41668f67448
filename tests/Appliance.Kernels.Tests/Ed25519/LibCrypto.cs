using System.Runtime.InteropServices;

namespace Appliance.Kernels.Tests;

/// <summary>Ed25519 by OpenSSL 3's libcrypto, which the platform's own classes do not offer.</summary>
internal static class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>EVP_PKEY_ED25519.</summary>
    private const int KeyType = 1087;

    public static void SkipUnlessPresent() => Assert.SkipUnless(
        NativeLibrary.TryLoad(Library, out _), $"{Library} is not installed: OpenSSL is the judge here.");

    public static bool Verify(SignatureItem item)
    {
        nint key = Require(EVP_PKEY_new_raw_public_key(KeyType, 0, item.PublicKey, item.PublicKey.Length));
        nint context = Require(EVP_MD_CTX_new());
        try
        {
            Require(EVP_DigestVerifyInit(context, 0, 0, 0, key));
            return EVP_DigestVerify(context, item.Signature, item.Signature.Length, item.Message, item.Message.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    private static nint Require(nint result) => result > 0 ? result : throw new InvalidOperationException($"libcrypto returned {result}.");

    [DllImport(Library)]
    private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    private static extern int EVP_DigestVerify(nint context, byte[] signature, nint signatureLength, byte[] message, nint messageLength);
}
