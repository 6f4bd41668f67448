namespace Appliance.Formats.Cose;

/// <summary>Registered numbers of COSE headers, algorithms and claims that receipts use.</summary>
internal static class CoseReceiptLabels
{
    // RFC 9052
    public const int Sign1Tag = 18;
    public const int Algorithm = 1;
    public const int Critical = 2;
    public const int KeyId = 4;

    // RFC 9053
    public const int Es256 = -7;

    // RFC 9597, RFC 8392
    public const int CwtClaims = 15;
    public const int IssuerClaim = 1;

    // RFC 9942
    public const int VerifiableDataStructure = 395;
    public const int VerifiableDataProofs = 396;
    public const int Rfc9162Sha256 = 1;
    public const int InclusionProofs = -1;
}
