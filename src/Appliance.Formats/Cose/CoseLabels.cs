namespace Appliance.Formats.Cose;

/// <summary>Numbers that COSE structures use, with the standard that assigns them.</summary>
public static class CoseLabels
{
    /// <summary>CBOR tag of a COSE_Sign1 (RFC 9052, section 2).</summary>
    public const ulong Sign1Tag = 18;

    /// <summary>Header: algorithm (RFC 9052, section 3.1).</summary>
    public const long Algorithm = 1;

    /// <summary>Header: labels that the reader must understand (RFC 9052, section 3.1).</summary>
    public const long Critical = 2;

    /// <summary>Header: content type of the payload (RFC 9052, section 3.1).</summary>
    public const long ContentType = 3;

    /// <summary>Header: key identifier (RFC 9052, section 3.1).</summary>
    public const long KeyId = 4;

    /// <summary>Header: CWT claims (RFC 9597).</summary>
    public const long CwtClaims = 15;

    /// <summary>Header: chain of X.509 certificates, the signer's first (RFC 9360, section 2).</summary>
    public const long X5Chain = 33;

    /// <summary>Header: the payload is a hash, made by this algorithm (RFC 9995).</summary>
    public const long PayloadHashAlgorithm = 258;

    /// <summary>Header: content type of what was hashed (RFC 9995).</summary>
    public const long PreimageContentType = 259;

    /// <summary>Header: where what was hashed can be found (RFC 9995).</summary>
    public const long PayloadLocation = 260;

    /// <summary>Header: receipts that the message carries (RFC 9942, section 2).</summary>
    public const long Receipts = 394;

    /// <summary>Header: verifiable data structure (RFC 9942, section 2).</summary>
    public const long VerifiableDataStructure = 395;

    /// <summary>Header: proofs of a verifiable data structure (RFC 9942, section 2).</summary>
    public const long VerifiableDataProofs = 396;

    /// <summary>In the map of proofs: inclusion proofs (RFC 9942, section 5.2).</summary>
    public const long InclusionProofs = -1;

    /// <summary>In the map of proofs: consistency proofs (RFC 9942, section 5.3).</summary>
    public const long ConsistencyProofs = -2;

    /// <summary>Value of <see cref="Algorithm"/>: ECDSA with SHA-256 (RFC 9053, section 2.1), here always on P-256.</summary>
    public const long Es256 = -7;

    /// <summary>Value of <see cref="Algorithm"/>: EdDSA (RFC 9053, section 2.2), here always with Ed25519.</summary>
    public const long EdDsa = -8;

    /// <summary>Value of <see cref="Algorithm"/>: ECDSA with SHA-256 on P-256 (RFC 9864, section 2.1).</summary>
    public const long Esp256 = -9;

    /// <summary>Value of <see cref="Algorithm"/>: Ed25519 (RFC 9864, section 2.2).</summary>
    public const long Ed25519 = -19;

    /// <summary>Value of <see cref="Algorithm"/>: ECDSA with SHA-384 (RFC 9053, section 2.1).</summary>
    public const long Es384 = -35;

    /// <summary>Value of <see cref="Algorithm"/>: ECDSA with SHA-512 (RFC 9053, section 2.1).</summary>
    public const long Es512 = -36;

    /// <summary>
    /// Value of <see cref="Algorithm"/>, private use (below -65536, RFC 9052 section 11.2): SM2 with SM3 (GB/T 32918.2), default identifier,
    /// signature r || s. None is registered.
    /// </summary>
    public const long Sm2WithSm3 = -65538;

    /// <summary>Hash algorithm: SHA-256 (RFC 9054, section 2.1).</summary>
    public const long Sha256 = -16;

    /// <summary>Hash algorithm: SHA-384 (RFC 9054, section 2.1).</summary>
    public const long Sha384 = -43;

    /// <summary>Hash algorithm: SHA-512 (RFC 9054, section 2.1).</summary>
    public const long Sha512 = -44;

    /// <summary>Hash algorithm, private use as <see cref="Sm2WithSm3"/>: SM3 (GB/T 32905). None is registered.</summary>
    public const long Sm3 = -65539;

    /// <summary>Value of <see cref="VerifiableDataStructure"/>: the tree of RFC 9162 with SHA-256.</summary>
    public const long Rfc9162Sha256 = 1;

    /// <summary>CWT claim: issuer (RFC 8392, section 3.1.1).</summary>
    public const long ClaimIssuer = 1;

    /// <summary>CWT claim: subject (RFC 8392, section 3.1.2).</summary>
    public const long ClaimSubject = 2;

    /// <summary>CWT claim: audience (RFC 8392, section 3.1.3).</summary>
    public const long ClaimAudience = 3;

    /// <summary>CWT claim: expiration, seconds since 1970 (RFC 8392, section 3.1.4).</summary>
    public const long ClaimExpiration = 4;

    /// <summary>CWT claim: not before, seconds since 1970 (RFC 8392, section 3.1.5).</summary>
    public const long ClaimNotBefore = 5;

    /// <summary>CWT claim: identifier (RFC 8392, section 3.1.7).</summary>
    public const long ClaimId = 7;

    /// <summary>CWT claim: issued at, seconds since 1970 (RFC 8392, section 3.1.6).</summary>
    public const long ClaimIssuedAt = 6;

    /// <summary>
    /// Header, protected, private use (below -65536, RFC 9052 section 11.1): the size of the tree whose root is signed. RFC 9942
    /// leaves the size in the unprotected proof, where for some leaves another size leads to the same root.
    /// </summary>
    public const long TreeSize = -65537;
}
