using Appliance.Kernels;

namespace Appliance.Host.Bench;

/// <summary>One kind of work, done by each backend and by OpenSSL.</summary>
/// <param name="scheme">What is computed.</param>
/// <param name="path">By which way: <c>known unknown node stream</c>.</param>
/// <param name="batch">Operations handed to a backend at once.</param>
/// <param name="messageBytes">Bytes of each message.</param>
internal abstract class BenchCase(BenchScheme scheme, string path, int batch, int messageBytes) : IDisposable
{
    public BenchScheme Scheme { get; } = scheme;

    public string Path { get; } = path;

    public int Batch { get; } = batch;

    public int MessageBytes { get; } = messageBytes;

    /// <summary>Of signatures: how many keys signed.</summary>
    public virtual int? Signers => null;

    /// <summary>What OpenSSL computes in place of this, or null where it computes the same. Known once its ways are.</summary>
    public virtual string? OpenSslStandIn => null;

    /// <summary>Makes the work ready.</summary>
    public abstract void Prepare();

    /// <summary>The work on a backend that supports it.</summary>
    /// <exception cref="Engine.BackendException">When run: an answer is wrong.</exception>
    public abstract Side OnBackend(IBackend backend);

    /// <summary>The ways in which OpenSSL does the same; empty, with a reason, where it cannot.</summary>
    public abstract IReadOnlyList<Side> OnOpenSsl(out string? missingBecause);

    public abstract void Dispose();
}
