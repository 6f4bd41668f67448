namespace Appliance.Kernels;

/// <summary>
/// The compression function of a Merkle-Damgard hash on one block of every lane, for one or two groups of lanes. States are eight
/// columns a group, <c>work</c> room for as many; message words begin at <c>w</c>, <see cref="Schedule.Pitch"/> columns a group, and are
/// extended in place.
/// </summary>
internal unsafe interface ILaneCompression<TVector, TWord>
    where TVector : unmanaged
    where TWord : unmanaged
{
    static abstract ReadOnlySpan<TWord> InitialState { get; }

    static abstract void Compress(TVector* states, TVector* work, TVector* w, int groups);
}

/// <summary>A compression function that also knows the last block of a Merkle tree's nodes, most of whose words are constant.</summary>
internal unsafe interface INodeCompression<TVector> : ILaneCompression<TVector, uint>
    where TVector : unmanaged
{
    /// <summary>As <see cref="ILaneCompression{TVector, TWord}.Compress"/>, but from other states than those it writes.</summary>
    static abstract void CompressFirst(TVector* initial, TVector* states, TVector* work, TVector* w, int groups);

    /// <summary>Fills one group's words with those of <see cref="Schedule.NodeEnd"/>.</summary>
    static abstract void PrepareNodeEnd(TVector* w);

    /// <summary>Compresses the second block of 65 bytes: of the prepared words only <c>w[0]</c> was set anew.</summary>
    static abstract void CompressNodeEnd(TVector* states, TVector* work, TVector* w, int groups);

    /// <summary>Fills one group's words with those of <see cref="Schedule.PairEnd"/>.</summary>
    static abstract void PreparePairEnd(TVector* w);

    /// <summary>Compresses the second block of 64 bytes from the prepared words.</summary>
    static abstract void CompressPairEnd(TVector* states, TVector* work, TVector* w, int groups);
}
