using System.Text.Json;
using Appliance.Log.Trees;
using Appliance.Verification.Chains;

namespace Appliance.Log.Tests;

/// <summary>Proofs of an independent implementation, sound and tampered with.</summary>
public sealed class MerkleVectorTests
{
    private const int InclusionCases = 49;
    private const int ConsistencyCases = 43;

    [Fact]
    public void Inclusion_proofs_come_out_as_the_vectors_say() => Run("inclusion", InclusionCases, test =>
        new InclusionProof(Size(test, "leafIdx"), Size(test, "treeSize"), Path(test)).Verify(Hash(test.GetProperty("leafHash")), Hash(test.GetProperty("root"))));

    [Fact]
    public void Consistency_proofs_come_out_as_the_vectors_say() => Run("consistency", ConsistencyCases, test =>
        new ConsistencyProof(Size(test, "size1"), Size(test, "size2"), Path(test)).Verify(Hash(test.GetProperty("root1")), Hash(test.GetProperty("root2"))));

    private static void Run(string kind, int least, Func<JsonElement, bool> verify)
    {
        string[] files = Directory.GetFiles(Vectors.Folder(System.IO.Path.Combine("merkle", kind)), "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length >= least, $"{files.Length} {kind} vectors, at least {least} are expected");
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            Assert.True(Holds(document.RootElement, verify) != document.RootElement.GetProperty("wantErr").GetBoolean(), file);
        }
    }

    private static bool Holds(JsonElement test, Func<JsonElement, bool> verify)
    {
        try
        {
            return verify(test);
        }
        catch (ArgumentException)
        {
            // A hash that is not 32 bytes long cannot even be put in a proof.
            return false;
        }
    }

    // Sizes beyond 2^63 - 1 are what tampering by wrap-around leaves; no decoder lets them through.
    private static long Size(JsonElement test, string name) => test.GetProperty(name).TryGetInt64(out long size) ? size : -1;

    private static Digest[] Path(JsonElement test) =>
        test.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(Hash)] : [];

    private static Digest Hash(JsonElement base64) => new(base64.ValueKind == JsonValueKind.Null ? [] : base64.GetBytesFromBase64());
}
