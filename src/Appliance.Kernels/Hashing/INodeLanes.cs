namespace Appliance.Kernels;

/// <summary>Lanes of 32 bits that also read the nodes of RFC 6962.</summary>
internal unsafe interface INodeLanes<TVector> : ILanes<TVector, uint>
    where TVector : unmanaged
{
    /// <summary>
    /// Reads <see cref="Rfc6962.NodePrefix"/> and the 64 bytes of each row as the sixteen columns of a block and, in
    /// <paramref name="next"/>, the first word of <see cref="Schedule.NodeEnd"/>, which begins with the last byte.
    /// </summary>
    static abstract void ReadNode(byte** rows, TVector* words, TVector* next);
}
