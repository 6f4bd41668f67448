namespace Appliance.Kernels.Tests;

/// <summary>Every backend that the contract tests run over: those of the catalogue that this processor can run.</summary>
public static class Backends
{
    /// <summary>The code of this backend is portable: elsewhere it only does not pay, so that it is tested everywhere.</summary>
    private static readonly AdvSimdBackend Portable = new();

    public static IReadOnlyList<IBackend> All { get; } =
    [
        .. BackendCatalogue.Steps.Where(step => step.UnavailableBecause is null && step.Name != Portable.Name).Select(step => step.Create()),
        Portable,
    ];

    /// <summary>The steps that no test of this process exercises.</summary>
    public static IReadOnlyList<BackendStep> Unavailable { get; } =
        [.. BackendCatalogue.Steps.Where(step => All.All(backend => backend.Name != step.Name))];

    public static TheoryData<string> StepNames => [.. BackendCatalogue.Steps.Select(step => step.Name)];

    public static TheoryData<string> Names => [.. All.Select(backend => backend.Name)];

    /// <summary>Backends that hash with SM3.</summary>
    public static TheoryData<string> OfSm3 => [.. All.Where(backend => backend.Supports(HashFunction.Sm3)).Select(backend => backend.Name)];

    /// <summary>Backends that verify SM2.</summary>
    public static TheoryData<string> OfSm2 => Of(SignatureAlgorithm.Sm2);

    /// <summary>Backends that verify ECDSA on P-256.</summary>
    public static TheoryData<string> OfEcdsaP256 => Of(SignatureAlgorithm.EcdsaP256);

    /// <summary>Backends that verify ECDSA on secp256k1.</summary>
    public static TheoryData<string> OfEcdsaSecp256k1 => Of(SignatureAlgorithm.EcdsaSecp256k1);

    /// <summary>Every backend with every hash function that it supports.</summary>
    public static TheoryData<string, HashFunction> Hashes
    {
        get
        {
            var data = new TheoryData<string, HashFunction>();
            foreach (IBackend backend in All)
            {
                foreach (HashFunction function in Enum.GetValues<HashFunction>().Where(backend.Supports))
                {
                    data.Add(backend.Name, function);
                }
            }

            return data;
        }
    }

    /// <summary>Every backend with every hash function of 32-byte digests that it supports, and both forms of a node.</summary>
    public static TheoryData<string, HashFunction, MerkleNode> Nodes
    {
        get
        {
            var data = new TheoryData<string, HashFunction, MerkleNode>();
            foreach (TheoryDataRow<string, HashFunction> row in Hashes)
            {
                if (row.Data.Item2.DigestSize() != BatchContract.DigestSize) continue;

                data.Add(row.Data.Item1, row.Data.Item2, MerkleNode.Rfc6962);
                data.Add(row.Data.Item1, row.Data.Item2, MerkleNode.Plain);
            }

            return data;
        }
    }

    /// <summary>Every backend that supports Ed25519, with unknown and with known signers.</summary>
    public static TheoryData<string, bool> Ed25519
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (IBackend backend in All.Where(backend => backend.Supports(SignatureAlgorithm.Ed25519)))
            {
                data.Add(backend.Name, false);
                data.Add(backend.Name, true);
            }

            return data;
        }
    }

    /// <summary>Every backend with every signature algorithm on a curve in Weierstrass' form that it supports: all but <see cref="Ed25519"/>.</summary>
    public static TheoryData<string, SignatureAlgorithm> Algorithms
    {
        get
        {
            var data = new TheoryData<string, SignatureAlgorithm>();
            foreach (IBackend backend in All)
            {
                foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>().Where(backend.Supports))
                {
                    if (algorithm != SignatureAlgorithm.Ed25519) data.Add(backend.Name, algorithm);
                }
            }

            return data;
        }
    }

    /// <summary>The same, each with unknown and with known signers.</summary>
    public static TheoryData<string, SignatureAlgorithm, bool> Signatures
    {
        get
        {
            var data = new TheoryData<string, SignatureAlgorithm, bool>();
            foreach (TheoryDataRow<string, SignatureAlgorithm> row in Algorithms)
            {
                data.Add(row.Data.Item1, row.Data.Item2, false);
                data.Add(row.Data.Item1, row.Data.Item2, true);
            }

            return data;
        }
    }

    /// <summary>Every backend with every signature algorithm whose keys it recovers.</summary>
    public static TheoryData<string, SignatureAlgorithm> Recoveries
    {
        get
        {
            var data = new TheoryData<string, SignatureAlgorithm>();
            foreach (IBackend backend in All)
            {
                foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>().Where(backend.SupportsRecovery))
                {
                    data.Add(backend.Name, algorithm);
                }
            }

            return data;
        }
    }

    public static IBackend Get(string name) => All.Single(backend => backend.Name == name);

    private static TheoryData<string> Of(SignatureAlgorithm algorithm) =>
        [.. All.Where(backend => backend.Supports(algorithm)).Select(backend => backend.Name)];
}
