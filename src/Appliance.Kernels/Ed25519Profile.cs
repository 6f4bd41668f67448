namespace Appliance.Kernels;

/// <summary>
/// Rules under which an Ed25519 signature is accepted. All demand S below L and hash R and A as the bytes that were given.
/// </summary>
public enum Ed25519Profile : byte
{
    /// <summary>
    /// What Go, OpenSSL and hence Fabric do: without cofactor, R compared as bytes, A decoded leniently (y at or above p and x = -0 accepted).
    /// </summary>
    Ref10 = 0,

    /// <summary>RFC 8032 section 5.1.7 without cofactor: as <see cref="Ref10"/>, and A must be the canonical encoding.</summary>
    Rfc8032 = 1,

    /// <summary>As <see cref="Rfc8032"/>, and neither A nor R may be of small order.</summary>
    Strict = 2,

    /// <summary>ZIP 215: with cofactor, A and R decoded leniently.</summary>
    Zip215 = 3,
}
