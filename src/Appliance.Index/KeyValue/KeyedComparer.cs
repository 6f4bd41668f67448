using System.Buffers.Binary;
using FASTER.core;

namespace Appliance.Index.KeyValue;

/// <summary>
/// Compares keys and places them in the hash table with a secret of the directory: transaction ids are chosen by outsiders, who could
/// otherwise pick many that fall into one bucket.
/// </summary>
/// <param name="secret"><see cref="SecretBytes"/> random bytes.</param>
internal sealed class KeyedComparer<TKey>(ReadOnlySpan<byte> secret) : IFasterEqualityComparer<TKey>
    where TKey : unmanaged
{
    /// <summary>Size of the secret in bytes.</summary>
    public const int SecretBytes = 48;

    private readonly ulong _start = Word(secret, 0);
    private readonly ulong _even = Word(secret, 8);
    private readonly ulong _odd = Word(secret, 16);
    private readonly ulong _last = Word(secret, 24);
    private readonly ulong _end = Word(secret, 32) | 1;

    public bool Equals(ref TKey k1, ref TKey k2) => Blittable.View(ref k1).SequenceEqual(Blittable.View(ref k2));

    public long GetHashCode64(ref TKey key)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(ref key);
        ulong state = _start;
        for (int i = 0; i < bytes.Length; i += 16)
            state = Fold(Word(bytes, i) ^ _even ^ state, Word(bytes, i + 8) ^ _odd) ^ _last;
        return unchecked((long)Fold(state ^ _last, _end));
    }

    private static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
