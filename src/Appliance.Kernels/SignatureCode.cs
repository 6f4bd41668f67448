namespace Appliance.Kernels;

/// <summary>
/// Result of one signature check. Zero is not a verdict: a result that no code path wrote can never read as valid. Where several
/// faults are present, every backend reports the first in the order of this list.
/// </summary>
public enum SignatureCode : byte
{
    /// <summary>Nothing was computed. Never returned by a backend that finished normally.</summary>
    NotComputed = 0,

    /// <summary>The signature is valid.</summary>
    Valid = 1,

    /// <summary>
    /// The key is not a point of the curve: coordinate not below p, off the curve, or infinity (encoded as all zero). Ed25519: not an encoding that
    /// the rule accepts.
    /// </summary>
    InvalidPublicKey = 2,

    /// <summary>
    /// r or s is not in [1, n-1]; for SM2 also r + s = 0 mod n. Ed25519: S is not below L, or the rule refuses R, which is of small order.
    /// </summary>
    OutOfRange = 3,

    /// <summary>s is above n/2 and the batch demands low s.</summary>
    HighS = 4,

    /// <summary>Well-formed, but this key did not sign this message. Recovery: there is no key that did.</summary>
    Mismatch = 5,
}
