using System.Security.Cryptography;

namespace Appliance.Log.Tests;

/// <summary>A signer with its key in memory, which can be told to fail or to lie.</summary>
internal sealed class SoftwareSigner : ITreeHeadSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ReadOnlyMemory<byte> PublicKey => _key.ExportSubjectPublicKeyInfo();

    public int Signatures { get; private set; }

    public Exception? Failure { get; set; }

    public bool Lies { get; set; }

    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await Task.Yield();
        if (Failure is { } failure)
            throw failure;
        Signatures++;
        byte[] signature = _key.SignData(message.Span, HashAlgorithmName.SHA256);
        if (Lies)
            signature[^1] ^= 1;
        return signature;
    }

    public void Dispose() => _key.Dispose();
}
