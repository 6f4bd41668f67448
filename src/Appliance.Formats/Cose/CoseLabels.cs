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

    /// <summary>Header: key identifier (RFC 9052, section 3.1).</summary>
    public const long KeyId = 4;

    /// <summary>Header: CWT claims (RFC 9597).</summary>
    public const long CwtClaims = 15;

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

    /// <summary>Value of <see cref="VerifiableDataStructure"/>: the tree of RFC 9162 with SHA-256.</summary>
    public const long Rfc9162Sha256 = 1;

    /// <summary>CWT claim: issuer (RFC 8392, section 3.1.1).</summary>
    public const long ClaimIssuer = 1;

    /// <summary>CWT claim: issued at, seconds since 1970 (RFC 8392, section 3.1.6).</summary>
    public const long ClaimIssuedAt = 6;

    /// <summary>
    /// Header, protected, private use (below -65536, RFC 9052 section 11.1): the size of the tree whose root is signed. RFC 9942
    /// leaves the size in the unprotected proof, where for some leaves another size leads to the same root.
    /// </summary>
    public const long TreeSize = -65537;
}
