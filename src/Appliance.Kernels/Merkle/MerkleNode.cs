namespace Appliance.Kernels;

/// <summary>How a tree forms a parent from two children.</summary>
public enum MerkleNode : byte
{
    /// <summary>H(0x01 || left || right), RFC 6962 section 2.1.</summary>
    Rfc6962 = 1,

    /// <summary>H(left || right): FISCO BCOS 3 and other trees without prefixes.</summary>
    Plain = 2,
}
