using System.Runtime.CompilerServices;

namespace Appliance.Verification.Chains;

/// <summary>A 32-byte hash as a value: comparable, usable as a key, no allocation.</summary>
public readonly struct Digest : IEquatable<Digest>
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 32;

    private readonly Bytes _bytes;

    /// <summary>Copies 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"a digest has {Size} bytes, not {bytes.Length}", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static Digest Parse(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return bytes.Length == Size ? new Digest(bytes) : throw new FormatException($"a digest has {2 * Size} hexadecimal digits, not {hex.Length}");
    }

    /// <summary>Compares values.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Compares values.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Digest other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
