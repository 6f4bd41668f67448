namespace Appliance.Formats.Asn1;

/// <summary>Outcome of reading an ECDSA signature from DER.</summary>
public enum DerSignatureResult : byte
{
    /// <summary>Not the one DER encoding of two integers.</summary>
    Malformed = 0,

    /// <summary>r and s were read; whether they lie in [1, n-1] is the verifier's question.</summary>
    Ok = 1,

    /// <summary>Proper DER, but r or s is negative or needs more than 32 bytes: no 256-bit curve has such a value.</summary>
    OutOfRange = 2,
}
