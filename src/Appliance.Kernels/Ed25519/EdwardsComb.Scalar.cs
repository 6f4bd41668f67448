using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>
/// Multiples of a point by window, in the form that additions take: a scalar multiplication is one addition per window and no doubling.
/// </summary>
/// <remarks>
/// <para>
/// Layout, shared by all backends: entry 0 is the identity (1, 1, 0); entry i 2^(w-1) + m, for window i and m from 1 to 2^(w-1), is m 2^(w i) P.
/// An entry is twelve little-endian words: y + x, y - x and 2dxy, four each, canonical. Entries follow one another without padding from
/// <see cref="Words"/> on, which lies on a cache line and does not move: 96 bytes from a multiple of 32 always touch two lines, so padding to
/// 128 would cost a third more memory and save no access.
/// </para>
/// <para>
/// Digits are signed and represent the scalar as an integer, not modulo L: the point may have a part of small order, which L does not
/// annihilate. That is why, unlike in <see cref="Comb{TCurve}"/>, digits may be 0.
/// </para>
/// </remarks>
internal sealed class EdwardsComb : IChecksummed
{
    public const int WordsPerEntry = 12;

    /// <summary>Scalars are below L, which is below 2^253.</summary>
    private const int ScalarBits = 253;

    /// <summary>Vectors read an entry as 128 bytes, and so beyond the last one.</summary>
    private const int WordsPerRead = 16;

    private readonly int _width;
    private readonly int _windows;
    private readonly CombScalar _bias;

    private readonly TableMemory _memory;
    private readonly int _count;
    private readonly ulong _checksum;

    /// <param name="point">Any point of the curve.</param>
    /// <param name="width">Bits per window, 2 to 13; the table holds ceil(254 / width) x 2^(width - 1) + 1 entries of 96 bytes.</param>
    /// <param name="fill">Computes the entries; null for the scalar code.</param>
    public EdwardsComb(in ExtendedPoint point, int width, EdwardsCombFill? fill = null)
    {
        // One bit more than scalars have, for the carry out of the signed digits.
        _width = width;
        _windows = (ScalarBits + 1 + width - 1) / width;
        for (int i = 0; i < _windows; i++)
        {
            int bit = width * i + width - 1;
            _bias[bit >> 6] |= 1UL << (bit & 63);
        }

        _count = (_windows << (width - 1)) + 1;
        _memory = new TableMemory(_count * WordsPerEntry + WordsPerRead - WordsPerEntry);
        Entries[0] = EdwardsArithmetic.Normalize(ExtendedPoint.Identity, EdwardsField.One);
        (fill ?? Fill)(Bases(point), Entries[1..]);
        _checksum = _memory.Checksum();
    }

    /// <summary>Memory of the table in bytes.</summary>
    public long SizeInBytes => _memory.SizeInBytes;

    /// <inheritdoc/>
    public bool IsIntact => _memory.Checksum() == _checksum;

    /// <summary>Bits per window.</summary>
    public int Width => _width;

    /// <summary>Number of windows, hence of additions.</summary>
    public int Windows => _windows;

    /// <summary>Where the entries begin; valid as long as this object is reachable.</summary>
    public ulong Address => _memory.Address;

    /// <summary>The entries as words.</summary>
    public ReadOnlySpan<ulong> Words => _memory.Words[..(_count * WordsPerEntry)];

    /// <summary>The entry that <see cref="Locate"/> found.</summary>
    public ref readonly NielsPoint this[int index] => ref Entries[index];

    private Span<NielsPoint> Entries => MemoryMarshal.Cast<ulong, NielsPoint>(_memory.Words[..(_count * WordsPerEntry)]);

    /// <summary>sum += k P, for k below L.</summary>
    public void Add(ref ExtendedPoint sum, in UInt256 k)
    {
        CombScalar scalar = Recode(k);
        Prefetch(Locate(scalar, 0, out _));
        Prefetch(Locate(scalar, 1, out _));
        for (int window = 0; window < _windows; window++)
        {
            if (window + 2 < _windows) Prefetch(Locate(scalar, window + 2, out _));

            int index = Locate(scalar, window, out long sign);
            EdwardsArithmetic.Add(ref sum, this[index], sign);
        }

        GC.KeepAlive(this);
    }

    /// <summary>
    /// Adds 2^(w-1) to each window, so that window i less 2^(w-1) is digit i, from -2^(w-1) to 2^(w-1) - 1, and the digits represent k.
    /// </summary>
    public CombScalar Recode(in UInt256 k)
    {
        CombScalar scalar = _bias;
        ulong carry = 0;
        scalar[0] = AddWord(scalar[0], k.W0, ref carry);
        scalar[1] = AddWord(scalar[1], k.W1, ref carry);
        scalar[2] = AddWord(scalar[2], k.W2, ref carry);
        scalar[3] = AddWord(scalar[3], k.W3, ref carry);
        scalar[4] += carry;
        return scalar;
    }

    /// <summary>The entry to add for a window, or to subtract where the sign is -1 and not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Locate(in CombScalar scalar, int window, out long sign)
    {
        int half = 1 << (_width - 1);
        int digit = ((int)scalar.Bits(window * _width) & (2 * half - 1)) - half;
        int negative = digit >> 31;
        sign = negative;

        // All ones unless the digit is 0: every window shares the identity.
        int present = (digit | -digit) >> 31;
        return (window * half + ((digit ^ negative) - negative)) & present;
    }

    /// <summary>Starts to load an entry, as <see cref="Comb{TCurve}.Prefetch"/> does; an entry lies on two cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int index)
    {
        if (!Sse.IsSupported) return;

        // The memory does not move, so the address stays.
        byte* entry = (byte*)Unsafe.AsPointer(ref Entries[index]);
        Sse.Prefetch0(entry);
        Sse.Prefetch0(entry + 64);
    }

    private static ulong AddWord(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong total = sum + carry;
        carry = (sum < a ? 1UL : 0) | (total < sum ? 1UL : 0);
        return total;
    }

    /// <summary>The first point of each window.</summary>
    private ExtendedPoint[] Bases(in ExtendedPoint point)
    {
        var bases = new ExtendedPoint[_windows];
        bases[0] = point;
        for (int window = 1; window < _windows; window++)
        {
            bases[window] = bases[window - 1];
            for (int i = 1; i < _width; i++)
            {
                EdwardsArithmetic.DoubleWithoutT(ref bases[window]);
            }

            EdwardsArithmetic.Double(ref bases[window]);
        }

        return bases;
    }

    private static void Fill(ReadOnlySpan<ExtendedPoint> bases, Span<NielsPoint> entries)
    {
        int perWindow = entries.Length / bases.Length;
        var multiples = new ExtendedPoint[perWindow];
        var inverses = new EdwardsElement[perWindow];
        var scratch = new EdwardsElement[perWindow];
        for (int window = 0; window < bases.Length; window++)
        {
            EdwardsArithmetic.Cache(out CachedPoint step, bases[window]);
            ExtendedPoint multiple = bases[window];
            for (int j = 0; j < perWindow; j++)
            {
                multiples[j] = multiple;
                inverses[j] = multiple.Z;
                EdwardsArithmetic.Add(ref multiple, step, sign: 0);
            }

            EdwardsField.InvertAll(inverses, scratch);
            for (int j = 0; j < perWindow; j++)
            {
                entries[window * perWindow + j] = EdwardsArithmetic.Normalize(multiples[j], inverses[j]);
            }
        }
    }
}
