namespace Appliance.Verification.Chains;

/// <summary>
/// Identifies a chain: two channels of one name with different first blocks are two chains.
/// </summary>
/// <param name="Format">For example <c>fabric</c>.</param>
/// <param name="Name">The channel or group id as the chain writes it.</param>
/// <param name="FirstBlock">Header hash of the first block that was indexed (which need not be block 0).</param>
public sealed record ChainKey(string Format, string Name, Digest FirstBlock);
