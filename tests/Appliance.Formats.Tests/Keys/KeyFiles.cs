using System.Security.Cryptography;
using System.Text;

namespace Appliance.Formats.Tests.Keys;

/// <summary>Key files of every form, made by the platform's library or taken from their standards.</summary>
internal static class KeyFiles
{
    /// <summary>RFC 8037, appendix A.2.</summary>
    public static readonly byte[] Ed25519Jwk = Encoding.ASCII.GetBytes(
        """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");

    /// <summary>RFC 7517, appendix A.1: the EC key of the set, alone.</summary>
    public static readonly byte[] P256Jwk = Encoding.ASCII.GetBytes(
        """
        {"kty":"EC",
         "crv":"P-256",
         "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
         "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
         "use":"enc",
         "kid":"1"}
        """);

    /// <summary>C2SP signed-note, the example key of the specification's reference implementation (golang.org/x/mod/sumdb/note).</summary>
    public static readonly byte[] VerifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"u8.ToArray();

    public static byte[][] All
    {
        get
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return
            [
                Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
                Ed25519Jwk,
                P256Jwk,
                [.. """{"keys":["""u8, .. P256Jwk, .. ","u8, .. Ed25519Jwk, .. "]}"u8],
                [.. VerifierKey, .. VerifierKey],
            ];
        }
    }
}
