using System.Runtime.CompilerServices;
using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>A public key with its algorithm, as a dictionary key without allocation.</summary>
internal readonly struct SignerKey : IEquatable<SignerKey>
{
    private const int Size = SignatureAlgorithms.MaxPublicKeySize;

    private readonly Bytes _key;
    private readonly SignatureAlgorithm _algorithm;

    public SignerKey(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        _algorithm = algorithm;
        publicKey.CopyTo(_key);
    }

    public bool Equals(SignerKey other) =>
        _algorithm == other._algorithm && ((ReadOnlySpan<byte>)_key).SequenceEqual(other._key);

    public override bool Equals(object? obj) => obj is SignerKey other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(_algorithm);
        hash.AddBytes(_key);
        return hash.ToHashCode();
    }

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
