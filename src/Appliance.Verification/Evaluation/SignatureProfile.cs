namespace Appliance.Verification.Evaluation;

/// <summary>
/// Named acceptance rules (<c>docs/reference/acceptance-rules.md</c>, a page per scheme), fixed per chain and tenant. A request may only tighten
/// them.
/// </summary>
public enum SignatureProfile : byte
{
    /// <summary>FIPS 186-5: any s in [1, n-1].</summary>
    Fips186 = 0,

    /// <summary>Hyperledger Fabric: ECDSA only with s at most n/2. Ed25519 under <c>ref10</c> unless the plan is bound to another rule.</summary>
    Fabric = 1,

    /// <summary>ECDSA on any curve only with s at most n/2: the rule of libsecp256k1's verification and of bitcoin's test groups.</summary>
    LowS = 2,
}
