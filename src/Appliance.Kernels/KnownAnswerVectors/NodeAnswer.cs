namespace Appliance.Kernels;

/// <summary>A node of a published Merkle tree or, where none is published, of one that another implementation hashed.</summary>
internal sealed record NodeAnswer(HashFunction Function, MerkleNode Node, string Source, string Left, string Right, string Parent)
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>"abcd" eight times.</summary>
    private const string Abcd = "6162636461626364616263646162636461626364616263646162636461626364";

    public static IReadOnlyList<NodeAnswer> All { get; } =
    [
        new(HashFunction.Sha256, MerkleNode.Rfc6962, "certificate-transparency reference tree, first two leaves",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        new(HashFunction.Sha256, MerkleNode.Plain, "Ethereum deposit contract, hash of an empty tree of height 1", Zero, Zero,
            "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
        new(HashFunction.Sm3, MerkleNode.Plain, "GB/T 32905-2016 appendix A.2, its message as two children", Abcd, Abcd,
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        new(HashFunction.Sm3, MerkleNode.Rfc6962, "made with OpenSSL", Abcd, Zero,
            "329343c5a919c40764ef6f55ab13aff73e800f635a953dbaffdf5aa9e036d81e"),
        new(HashFunction.Keccak256, MerkleNode.Plain, "Semaphore and Solidity libraries, hash of an empty tree of height 1", Zero, Zero,
            "ad3228b676f7d3cd4284a5443f17f1962b36e491b30a40b2405849e597ba5fb5"),
        new(HashFunction.Keccak256, MerkleNode.Rfc6962, "made with another implementation", Abcd, Zero,
            "ea3f049b1913deda860aecbf7ca4b001dbb1e340b17740de105c02f347e7aae1"),
    ];

    public override string ToString() => $"{Function}, {Node} node, {Source}";
}
