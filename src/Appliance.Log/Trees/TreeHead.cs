using Appliance.Verification.Chains;

namespace Appliance.Log.Trees;

/// <summary>What a tree is at one moment.</summary>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root hash (RFC 9162, section 2.1.1).</param>
public readonly record struct TreeHead(long Size, Digest Root);
