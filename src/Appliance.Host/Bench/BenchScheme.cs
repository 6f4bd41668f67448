using Appliance.Kernels;
using Appliance.Samples.Signatures;

namespace Appliance.Host.Bench;

/// <summary>A scheme or hash function under the name that options and results know it by.</summary>
internal sealed record BenchScheme
{
    private BenchScheme(string name) => Name = name;

    /// <summary>Stable: part of the JSON.</summary>
    public string Name { get; }

    /// <summary>Of a signature scheme: what kernels call it.</summary>
    public SignatureAlgorithm? Algorithm { get; private init; }

    /// <summary>Of a signature scheme: what samples call it.</summary>
    public SampleScheme Samples { get; private init; }

    /// <summary>Of a hash function: what kernels call it.</summary>
    public HashFunction? Function { get; private init; }

    /// <summary>Of a hash function: what OpenSSL calls it.</summary>
    public string OpenSslName { get; private init; } = string.Empty;

    /// <summary>
    /// Of a hash function: a digest of the same cost that OpenSSL has where it lacks this one, or null. SHA3-256 is Keccak-256 but for the
    /// first byte of the padding: the same permutation, the same rate.
    /// </summary>
    public string? OpenSslStandIn { get; private init; }

    /// <summary>Of a hash function: the form of a Merkle tree's nodes, or null where no chain builds trees over it.</summary>
    public MerkleNode? Node { get; private init; }

    /// <summary>All of them, in the order of results.</summary>
    public static IReadOnlyList<BenchScheme> All { get; } =
    [
        Signature("p256", SignatureAlgorithm.EcdsaP256, SampleScheme.EcdsaP256),
        Signature("secp256k1", SignatureAlgorithm.EcdsaSecp256k1, SampleScheme.EcdsaSecp256k1),
        Signature("sm2", SignatureAlgorithm.Sm2, SampleScheme.Sm2),
        Signature("ed25519", SignatureAlgorithm.Ed25519, SampleScheme.Ed25519),
        Hash("sha256", HashFunction.Sha256, "SHA256", MerkleNode.Rfc6962),
        Hash("sm3", HashFunction.Sm3, "SM3", MerkleNode.Rfc6962),
        Hash("sha512", HashFunction.Sha512, "SHA512", null),
        Hash("keccak256", HashFunction.Keccak256, "KECCAK-256", MerkleNode.Plain, "SHA3-256"),
    ];

    /// <summary>Whether a backend computes it.</summary>
    public bool IsSupportedBy(IBackend backend) => Algorithm is { } algorithm ? backend.Supports(algorithm) : backend.Supports(Function!.Value);

    private static BenchScheme Signature(string name, SignatureAlgorithm algorithm, SampleScheme samples) =>
        new(name) { Algorithm = algorithm, Samples = samples };

    private static BenchScheme Hash(string name, HashFunction function, string openSsl, MerkleNode? node, string? standIn = null) =>
        new(name) { Function = function, OpenSslName = openSsl, OpenSslStandIn = standIn, Node = node };
}
