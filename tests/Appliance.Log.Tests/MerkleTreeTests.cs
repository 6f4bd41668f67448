using System.Security.Cryptography;
using Appliance.Log.Trees;
using Appliance.Verification.Chains;

namespace Appliance.Log.Tests;

public sealed class MerkleTreeTests
{
    private const int Largest = 70;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, Largest).Select(i => BitConverter.GetBytes(i))];

    [Fact]
    public void Roots_are_those_of_the_standards_recursive_definition()
    {
        var tree = new MerkleTree();
        for (int size = 0; size <= Largest; size++)
        {
            Assert.Equal(size, tree.Size);
            Assert.Equal(Definition(Leaves.AsSpan(0, size)), tree.Head.Root);
            if (size < Largest)
                Assert.Equal(size, tree.Append(Leaves[size]));
        }
        for (int size = 0; size <= Largest; size++)
            Assert.Equal(Definition(Leaves.AsSpan(0, size)), tree.RootAt(size));
    }

    [Fact]
    public void Every_leaf_is_proved_in_every_tree_and_nowhere_else()
    {
        MerkleTree tree = Full();
        for (int size = 1; size <= Largest; size++)
        {
            Digest root = tree.RootAt(size);
            for (int index = 0; index < size; index++)
            {
                InclusionProof proof = tree.ProveInclusion(index, size);
                Assert.True(proof.Verify(tree.LeafHash(index), root));
                Assert.False(proof.Verify(tree.LeafHash((index + 1) % Largest), root));
                Assert.False((proof with { Path = [.. proof.Path, root] }).Verify(tree.LeafHash(index), root));
                if (proof.Path.Count > 0)
                    Assert.False((proof with { Path = [.. proof.Path.Skip(1)] }).Verify(tree.LeafHash(index), root));
                for (int other = 0; other < size; other++)
                    Assert.Equal(other == index, (proof with { LeafIndex = other }).Verify(tree.LeafHash(index), root));
            }
        }
    }

    [Fact]
    public void Another_tree_size_can_lead_to_the_same_root_which_is_why_heads_sign_the_size()
    {
        MerkleTree tree = Full();
        InclusionProof proof = tree.ProveInclusion(0, 5);
        Assert.True((proof with { TreeSize = 6 }).Verify(tree.LeafHash(0), tree.RootAt(5)));
    }

    [Fact]
    public void Any_two_heads_are_consistent_and_no_other_roots_are()
    {
        MerkleTree tree = Full();
        Digest stranger = MerkleHash.Leaf("stranger"u8);
        for (int second = 0; second <= Largest; second++)
        {
            for (int first = 0; first <= second; first++)
            {
                ConsistencyProof proof = tree.ProveConsistency(first, second);
                (Digest firstRoot, Digest secondRoot) = (tree.RootAt(first), tree.RootAt(second));
                Assert.True(proof.Verify(firstRoot, secondRoot), $"{first} -> {second}");
                Assert.False(proof.Verify(stranger, secondRoot), $"{first} -> {second}, other first root");
                if (first > 0)
                    Assert.False(proof.Verify(firstRoot, stranger), $"{first} -> {second}, other second root");
                Assert.False((proof with { Path = [.. proof.Path, stranger] }).Verify(firstRoot, secondRoot), $"{first} -> {second}, longer");
                for (int i = 0; i < proof.Path.Count; i++)
                {
                    Digest[] path = [.. proof.Path];
                    path[i] = stranger;
                    Assert.False((proof with { Path = path }).Verify(firstRoot, secondRoot), $"{first} -> {second}, hash {i} replaced");
                }
            }
        }
    }

    [Fact]
    public void Sizes_that_the_tree_never_had_are_refused()
    {
        MerkleTree tree = Full();
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.RootAt(Largest + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.RootAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ProveInclusion(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ProveInclusion(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ProveConsistency(4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.LeafHash(Largest));
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(3, 2)]
    [InlineData(5, long.MaxValue)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void Hostile_sizes_are_answered_with_false(long first, long second)
    {
        Digest root = MerkleHash.Leaf("root"u8);
        Assert.False(new ConsistencyProof(first, second, []).Verify(root, root));
        Assert.False(new ConsistencyProof(first, second, [root, root]).Verify(root, root));
        Assert.False(new InclusionProof(second, first, [root]).Verify(root, root));
        Assert.False(new InclusionProof(first, second, [root]).Verify(root, root));
    }

    private static MerkleTree Full()
    {
        var tree = new MerkleTree();
        foreach (byte[] leaf in Leaves)
            tree.Append(leaf);
        return tree;
    }

    /// <summary>MTH of RFC 9162, section 2.1.1, word for word.</summary>
    private static Digest Definition(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return new Digest(SHA256.HashData([]));
        if (leaves.Length == 1)
            return new Digest(SHA256.HashData([0x00, .. leaves[0]]));
        int k = 1;
        while (k * 2 < leaves.Length)
            k *= 2;
        return new Digest(SHA256.HashData([0x01, .. Definition(leaves[..k]).Span, .. Definition(leaves[k..]).Span]));
    }
}
