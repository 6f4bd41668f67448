using Appliance.Verification.Chains;

namespace Appliance.Verification.Evaluation;

/// <summary>Computes a parent from two children of a Merkle tree.</summary>
public delegate Digest MerkleNodeHash(in Digest left, in Digest right);
