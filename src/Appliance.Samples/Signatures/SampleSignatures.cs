using System.Globalization;
using Appliance.Samples.Keys;

namespace Appliance.Samples.Signatures;

/// <summary>Valid signatures of 32-byte messages by a few signers in turn, the same for the same seed.</summary>
public sealed class SampleSignatures
{
    /// <summary>Bytes of a message.</summary>
    public const int MessageSize = 32;

    /// <summary>Bytes of a signature: r || s, big-endian, or R || S of RFC 8032.</summary>
    public const int SignatureSize = 64;

    private SampleSignatures(SampleScheme scheme, int count, IReadOnlyList<byte[]> keys)
    {
        Scheme = scheme;
        Count = count;
        Keys = keys;
        Messages = new byte[count * MessageSize];
        Signatures = new byte[count * SignatureSize];
    }

    /// <summary>The scheme of all of them.</summary>
    public SampleScheme Scheme { get; }

    /// <summary>Number of signatures.</summary>
    public int Count { get; }

    /// <summary>The signers' public keys: X || Y, big-endian, or the 32 bytes of RFC 8032.</summary>
    public IReadOnlyList<byte[]> Keys { get; }

    /// <summary>Messages one after the other.</summary>
    public byte[] Messages { get; }

    /// <summary>Signatures one after the other.</summary>
    public byte[] Signatures { get; }

    /// <summary>Which of <see cref="Keys"/> signed this item.</summary>
    public int SignerOf(int item) => item % Keys.Count;

    /// <summary>Makes keys and signatures. Samples only: keys made here protect nothing.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="count">Number of signatures.</param>
    /// <param name="signers">Number of keys, at least 1.</param>
    /// <param name="seed">Any text.</param>
    public static SampleSignatures Make(SampleScheme scheme, int count, int signers, string seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(signers, 1);
        var bytes = new SeededBytes(seed);
        ISampleSigner[] keys = [.. Enumerable.Range(0, signers).Select(i => Signer(scheme, bytes, $"{scheme}/{i}"))];
        var made = new SampleSignatures(scheme, count, [.. keys.Select(key => key.PublicKey)]);
        Parallel.For(0, count, item =>
        {
            byte[] message = bytes.Derive(string.Create(CultureInfo.InvariantCulture, $"message/{item}"), MessageSize);
            message.CopyTo(made.Messages, item * MessageSize);
            keys[made.SignerOf(item)].Sign(message).CopyTo(made.Signatures, item * SignatureSize);
        });
        return made;
    }

    private static ISampleSigner Signer(SampleScheme scheme, SeededBytes seed, string label) => scheme switch
    {
        SampleScheme.EcdsaP256 => new EcdsaSigner("P-256", seed, label),
        SampleScheme.EcdsaSecp256k1 => new EcdsaSigner("secp256k1", seed, label),
        SampleScheme.Sm2 => new Sm2SampleSigner(seed, label),
        SampleScheme.Ed25519 => new Ed25519SampleSigner(seed, label),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "no such scheme"),
    };
}
