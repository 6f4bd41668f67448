using Appliance.Kernels;
using Appliance.Samples.Signatures;

namespace Appliance.Bench;

/// <summary>Valid signatures of 32-byte messages by a few signers in turn, as columns and one by one.</summary>
public sealed class SignatureWorkload(SignatureAlgorithm algorithm)
{
    /// <summary>Signatures.</summary>
    public const int Count = 512;

    private const int Signers = 8;

    private readonly SignatureCode[] _codes = new SignatureCode[Count];
    private readonly int[] _ends = [.. Enumerable.Range(1, Count).Select(i => i * SampleSignatures.MessageSize)];
    private byte[]? _publicKeys;

    public SampleSignatures Samples { get; } = SampleSignatures.Make(SchemeOf(algorithm), Count, Signers, "bench");

    public ReadOnlySpan<byte> Message(int item) => Samples.Messages.AsSpan(item * SampleSignatures.MessageSize, SampleSignatures.MessageSize);

    public ReadOnlySpan<byte> Signature(int item) => Samples.Signatures.AsSpan(item * SampleSignatures.SignatureSize, SampleSignatures.SignatureSize);

    /// <summary>The tables column for a backend.</summary>
    public SignerTable?[] CreateTables(IBackend backend)
    {
        SignerTable?[] tables = [.. Samples.Keys.Select(key => backend.CreateSignerTable(algorithm, key))];
        return [.. Enumerable.Range(0, Count).Select(item => tables[Samples.SignerOf(item)])];
    }

    /// <summary>Verifies the whole workload as one batch.</summary>
    /// <exception cref="InvalidOperationException">Not every signature is valid: what was measured is then worthless.</exception>
    public void Verify(IBackend backend, SignerTable?[] tables)
    {
        _publicKeys ??= [.. Enumerable.Range(0, Count).SelectMany(item => Samples.Keys[Samples.SignerOf(item)])];
        var batch = new SignatureBatch
        {
            Count = Count,
            Messages = Samples.Messages,
            MessageEnds = _ends,
            Signatures = Samples.Signatures,
            PublicKeys = _publicKeys,
            SignerTables = tables,
        };
        backend.Verify(algorithm, batch, _codes);
        Require(!_codes.AsSpan().ContainsAnyExcept(SignatureCode.Valid));
    }

    /// <exception cref="InvalidOperationException">A valid signature was refused.</exception>
    public static void Require(bool valid)
    {
        if (!valid) throw new InvalidOperationException("A valid signature was refused.");
    }

    private static SampleScheme SchemeOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => SampleScheme.EcdsaP256,
        SignatureAlgorithm.EcdsaSecp256k1 => SampleScheme.EcdsaSecp256k1,
        SignatureAlgorithm.Sm2 => SampleScheme.Sm2,
        SignatureAlgorithm.Ed25519 => SampleScheme.Ed25519,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm"),
    };
}
