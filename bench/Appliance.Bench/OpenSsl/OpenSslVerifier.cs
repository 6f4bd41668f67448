using System.Formats.Asn1;
using System.Numerics;
using Appliance.Kernels;

namespace Appliance.Bench.OpenSsl;

/// <summary>
/// The workload verified by libcrypto, keys parsed once, two documented routes: EVP_DigestVerify on one context that is reset
/// for each signature, and a digest followed by EVP_PKEY_verify on a context kept per key (for SM2 with Z_A kept too, which is
/// more than OpenSSL's own high-level call offers).
/// </summary>
internal sealed unsafe class OpenSslVerifier
{
    private static readonly byte[] P256Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
    private static readonly byte[] Sm2Prefix = Convert.FromHexString("3059301306072a8648ce3d020106082a811ccf5501822d03420004");
    private static readonly byte[] DefaultId = "1234567812345678"u8.ToArray();

    /// <summary>a || b || Gx || Gy, GB/T 32918.5-2017.</summary>
    private static readonly byte[] Sm2Constants = Convert.FromHexString(
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC" +
        "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93" +
        "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7" +
        "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0");

    private readonly SignatureWorkload _workload;
    private readonly OpenSslHasher _hasher;
    private readonly nint _digest;
    private readonly nint _context = OpenSslHasher.Require(LibCrypto.EVP_MD_CTX_new());
    private readonly nint[] _keys;
    private readonly nint[] _keyContexts;
    private readonly byte[][] _identities;
    private readonly byte[][] _signatures;

    public OpenSslVerifier(SignatureWorkload workload)
    {
        _workload = workload;
        string name = workload.Algorithm == SignatureAlgorithm.Sm2 ? "SM3" : "SHA256";
        _hasher = new OpenSslHasher(name);
        _digest = OpenSslHasher.Require(LibCrypto.EVP_MD_fetch(0, name, null));
        _keys = [.. workload.SignerKeys.Select(ParseKey)];
        _keyContexts = [.. _keys.Select(CreateKeyContext)];
        _identities = [.. workload.SignerKeys.Select(Identity)];
        _signatures = [.. Enumerable.Range(0, workload.Count).Select(i => EncodeDer(workload.Signatures.AsSpan(64 * i, 64)))];
    }

    /// <summary>EVP_DigestVerify for each signature.</summary>
    public void VerifyMessages()
    {
        fixed (byte* messages = _workload.Messages, id = DefaultId)
        {
            for (int i = 0; i < _workload.Count; i++)
            {
                fixed (byte* signature = _signatures[i])
                {
                    OpenSslHasher.Require(LibCrypto.EVP_MD_CTX_reset(_context));
                    OpenSslHasher.Require(LibCrypto.EVP_DigestVerifyInit(_context, out nint keyContext, _digest, 0, _keys[i % _keys.Length]));
                    if (_workload.Algorithm == SignatureAlgorithm.Sm2)
                    {
                        OpenSslHasher.Require(LibCrypto.EVP_PKEY_CTX_set1_id(keyContext, id, DefaultId.Length));
                    }

                    OpenSslHasher.Require(LibCrypto.EVP_DigestVerify(
                        _context, signature, (nuint)_signatures[i].Length,
                        messages + i * SignatureWorkload.MessageSize, SignatureWorkload.MessageSize));
                }
            }
        }
    }

    /// <summary>A digest, then EVP_PKEY_verify on the key's own context.</summary>
    public void VerifyDigests()
    {
        byte* digest = stackalloc byte[32];
        fixed (byte* messages = _workload.Messages)
        {
            for (int i = 0; i < _workload.Count; i++)
            {
                int signer = i % _keys.Length;
                fixed (byte* signature = _signatures[i], identity = _identities[signer])
                {
                    _hasher.Hash(
                        identity, _identities[signer].Length,
                        messages + i * SignatureWorkload.MessageSize, SignatureWorkload.MessageSize, digest);
                    OpenSslHasher.Require(LibCrypto.EVP_PKEY_verify(
                        _keyContexts[signer], signature, (nuint)_signatures[i].Length, digest, 32));
                }
            }
        }
    }

    private static nint CreateKeyContext(nint key)
    {
        nint context = OpenSslHasher.Require(LibCrypto.EVP_PKEY_CTX_new_from_pkey(0, key, 0));
        OpenSslHasher.Require(LibCrypto.EVP_PKEY_verify_init(context));
        return context;
    }

    private static byte[] EncodeDer(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..32], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[32..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    private nint ParseKey(byte[] key)
    {
        byte[] encoded = [.. _workload.Algorithm == SignatureAlgorithm.Sm2 ? Sm2Prefix : P256Prefix, .. key];
        fixed (byte* start = encoded)
        {
            byte* position = start;
            return OpenSslHasher.Require(LibCrypto.d2i_PUBKEY(0, ref position, encoded.Length));
        }
    }

    private byte[] Identity(byte[] key)
    {
        if (_workload.Algorithm != SignatureAlgorithm.Sm2) return [];

        byte[] text = [0x00, 0x80, .. DefaultId, .. Sm2Constants, .. key];
        var digest = new byte[32];
        fixed (byte* input = text, output = digest)
        {
            _hasher.Hash(null, 0, input, text.Length, output);
        }

        return digest;
    }
}
