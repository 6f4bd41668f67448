namespace Appliance.Formats.Plans;

/// <summary>How the signature slot of a verify node is encoded. Ed25519 has one encoding, whatever a protocol says of ECDSA.</summary>
public enum SignatureEncoding : byte
{
    /// <summary>DER SEQUENCE { INTEGER r, INTEGER s }, strict (RFC 3279 section 2.2.3, X.690 DER).</summary>
    Der = 1,

    /// <summary>r || s, 32 bytes each, big-endian (IEEE P1363); for Ed25519 R || S as RFC 8032 encodes them.</summary>
    P1363 = 2,

    /// <summary>r || s || v, 65 bytes, v in 0 to 3: secp256k1 in FISCO BCOS. The check itself does not use v; see <see cref="NodeKind.RecoverKey"/>.</summary>
    Recoverable = 3,

    /// <summary>r || s || X || Y, 128 bytes: SM2 in FISCO BCOS. The embedded key must be the signer's.</summary>
    WithPublicKey = 4,
}
