using System.Reflection;

namespace Appliance.Kernels.Tests;

/// <summary>A backend, an algorithm or a contract test that nobody wired up is a failure, not a silence.</summary>
public sealed class WiringTests
{
    [Fact]
    public void Every_backend_of_the_kernels_is_in_the_catalogue_and_tested_where_it_runs()
    {
        IEnumerable<string> names = typeof(IBackend).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBackend)))
            .Select(type => ((IBackend)Activator.CreateInstance(type)!).Name);
        Assert.Equal(names.Order(StringComparer.Ordinal), BackendCatalogue.Steps.Select(step => step.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            BackendCatalogue.Steps.Select(step => step.Name).Order(StringComparer.Ordinal),
            Backends.All.Select(backend => backend.Name).Concat(Backends.Unavailable.Select(step => step.Name)).Order(StringComparer.Ordinal));
        Assert.All(Backends.Unavailable, step => Assert.NotNull(step.UnavailableBecause));
    }

    [Theory]
    [MemberData(nameof(Backends.StepNames), MemberType = typeof(Backends))]
    public void Backend_is_exercised_on_this_processor(string name)
    {
        BackendStep? unavailable = Backends.Unavailable.FirstOrDefault(step => step.Name == name);
        Assert.SkipWhen(unavailable is not null, $"No test of this run exercises {name}: {unavailable?.UnavailableBecause}.");
        Assert.NotNull(Backends.Get(name));
    }

    [Fact]
    public void Some_backend_computes_every_function_and_algorithm()
    {
        Assert.All(Enum.GetValues<HashFunction>(), function => Assert.Contains(Backends.All, backend => backend.Supports(function)));
        Assert.All(Enum.GetValues<SignatureAlgorithm>(), algorithm => Assert.Contains(Backends.All, backend => backend.Supports(algorithm)));
        Assert.Contains(Backends.All, backend => backend.SupportsRecovery(SignatureAlgorithm.EcdsaSecp256k1));
    }

    [Fact]
    public void Every_pair_of_backend_and_algorithm_is_in_the_data_of_the_contract_tests()
    {
        foreach (IBackend backend in Backends.All)
        {
            foreach (HashFunction function in Enum.GetValues<HashFunction>().Where(backend.Supports))
            {
                Assert.Contains(Backends.Hashes, row => row.Data == (backend.Name, function));
                Assert.Contains(HashAnswer.All, answer => answer.Function == function);
                if (function.DigestSize() != BatchContract.DigestSize) continue;

                foreach (MerkleNode node in Enum.GetValues<MerkleNode>())
                {
                    Assert.Contains(Backends.Nodes, row => row.Data == (backend.Name, function, node));
                    Assert.Contains(NodeAnswer.All, answer => answer.Function == function && answer.Node == node);
                }
            }

            foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>().Where(backend.Supports))
            {
                Assert.NotEmpty(SignatureAnswer.Of(algorithm));
                if (algorithm == SignatureAlgorithm.Ed25519)
                {
                    Assert.Contains(Backends.Ed25519, row => row.Data == (backend.Name, true));
                    Assert.Contains(Backends.Ed25519, row => row.Data == (backend.Name, false));
                    Assert.Equal(Enum.GetValues<Ed25519Profile>(), SignatureAnswer.Of(algorithm).Select(answer => answer.Profile).Distinct().Order());
                    continue;
                }

                Assert.Contains(Backends.Signatures, row => row.Data == (backend.Name, algorithm, true));
                Assert.Contains(Backends.Signatures, row => row.Data == (backend.Name, algorithm, false));
                Assert.Equal(algorithm, Curve.Of(algorithm).Algorithm);
            }

            foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>().Where(backend.SupportsRecovery))
            {
                Assert.Contains(Backends.Recoveries, row => row.Data == (backend.Name, algorithm));
                Assert.NotEmpty(RecoveryAnswer.Of(algorithm));
            }
        }
    }

    [Fact]
    public void Every_contract_test_runs_over_the_backends()
    {
        Type[] contracts =
        [
            typeof(HashContractTests), typeof(MerkleTreeTests), typeof(SignatureContractTests), typeof(RecoveryContractTests), typeof(VectorTests),
            typeof(BackendAgreementTests), typeof(CombFillTests), typeof(Ed25519ContractTests), typeof(Ed25519OracleTests), typeof(Ed25519AgreementTests),
        ];
        IEnumerable<MethodInfo> theories = contracts
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<TheoryAttribute>() is not null && method.GetParameters()[0].ParameterType == typeof(string));
        Assert.All(theories, method => Assert.Equal(
            typeof(Backends), Assert.Single(method.GetCustomAttributes<MemberDataAttribute>()).MemberType));
    }
}
