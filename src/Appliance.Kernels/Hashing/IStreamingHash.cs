namespace Appliance.Kernels;

/// <summary>A hash in progress: a struct, so that a copy goes its own way.</summary>
internal interface IStreamingHash<TSelf>
    where TSelf : struct, IStreamingHash<TSelf>
{
    /// <summary>The hash of nothing so far.</summary>
    static abstract TSelf Create();

    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Pads and writes the digest. Nothing may be appended afterwards.</summary>
    void Finish(Span<byte> digest);
}
