using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>
/// Odd multiples of a point by window: entry j of window i is (2j + 1) 2^(w i) P. A scalar multiplication is then one addition per
/// window and no doubling.
/// </summary>
internal sealed class Comb<TCurve> : IChecksummed
    where TCurve : struct, ICurve
{
    private const int WordsPerPoint = 8;

    private readonly int _width;
    private readonly int _windows;

    private readonly TableMemory _memory;

    private readonly ulong _checksum;

    /// <param name="point">The point, finite and on the curve.</param>
    /// <param name="width">Bits per window, 2 to 13; the table holds ceil(256 / width) x 2^(width - 1) points of 64 bytes.</param>
    /// <param name="fill">Computes the points; the scalar code if not given.</param>
    public Comb(in AffinePoint point, int width, CombFill? fill = null)
    {
        _width = width;
        _windows = (256 + width - 1) / width;
        int count = _windows << (width - 1);
        _memory = new TableMemory(count * WordsPerPoint);
        Span<AffinePoint> bases = new AffinePoint[2 * _windows];
        FillBases(point, bases);
        (fill ?? Fill)(bases, Points);
        _checksum = _memory.Checksum();
    }

    /// <summary>Where the points begin; they do not move, but live only as long as this object is reachable.</summary>
    public ulong Address => _memory.Address;

    /// <summary>Memory of the table in bytes.</summary>
    public long SizeInBytes => _memory.SizeInBytes;

    /// <inheritdoc/>
    public bool IsIntact => _memory.Checksum() == _checksum;

    /// <summary>Number of windows, hence of additions.</summary>
    public int Windows => _windows;

    /// <summary>The entry that <see cref="Locate"/> found.</summary>
    public ref readonly AffinePoint this[int index] => ref Points[index];

    /// <summary>All points, window by window.</summary>
    internal Span<AffinePoint> Points => MemoryMarshal.Cast<ulong, AffinePoint>(_memory.Words);

    /// <summary>sum = k P, for k in [1, n - 1].</summary>
    public void Multiply(out XyzzPoint sum, in UInt256 k)
    {
        CombScalar scalar = Recode(k);
        PointArithmetic<TCurve>.Load(out sum, this[Locate(scalar, 0, out long sign)], sign);
        AddFrom(ref sum, scalar, firstWindow: 1);
    }

    /// <summary>sum += k P, for k in [0, n - 1].</summary>
    public void Add(ref XyzzPoint sum, in UInt256 k)
    {
        if (!k.IsZero) AddFrom(ref sum, Recode(k), firstWindow: 0);
    }

    /// <summary>Splits k, in [1, n - 1], into the digits of the windows.</summary>
    /// <remarks>
    /// The digits are odd and signed, so none is zero: with B = (k - 1) / 2 + 2^(wL - 1) and b its L windows of w bits,
    /// k = sum of (2b + 1 - 2^w) 2^(w i). That needs an odd k: for an even one n - k, which is odd, and the opposite signs.
    /// </remarks>
    public CombScalar Recode(in UInt256 k)
    {
        UInt256 odd = k.IsEven ? UInt256.Subtract(TCurve.Order, k, out _) : k;
        CombScalar scalar = default;
        scalar.Flip = k.IsEven ? -1 : 0;
        scalar[0] = (odd.W0 >> 1) | (odd.W1 << 63);
        scalar[1] = (odd.W1 >> 1) | (odd.W2 << 63);
        scalar[2] = (odd.W2 >> 1) | (odd.W3 << 63);
        scalar[3] = odd.W3 >> 1;
        int topBit = _windows * _width - 1;
        scalar[topBit >> 6] |= 1UL << (topBit & 63);
        return scalar;
    }

    /// <summary>The entry to add for a window, or to subtract where the sign is -1 and not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Locate(in CombScalar scalar, int window, out long sign)
    {
        int half = 1 << (_width - 1);
        int digit = (int)scalar.Bits(window * _width) & (2 * half - 1);
        int negative = digit < half ? -1 : 0;
        sign = negative ^ scalar.Flip;
        return window * half + ((digit ^ negative) & (half - 1));
    }

    /// <summary>
    /// Starts to load an entry: tables of several signers and of the generator exceed the second-level cache, and an addition is
    /// too long for the processor to look ahead by itself.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int index)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Points[index]));
    }

    private void AddFrom(ref XyzzPoint sum, in CombScalar scalar, int firstWindow)
    {
        for (int window = firstWindow; window < _windows; window++)
        {
            if (window + 1 < _windows) Prefetch(Locate(scalar, window + 1, out _));

            int index = Locate(scalar, window, out long sign);
            PointArithmetic<TCurve>.AddMixed(ref sum, this[index], sign);
        }

        GC.KeepAlive(this);
    }

    private static void Fill(ReadOnlySpan<AffinePoint> bases, Span<AffinePoint> points)
    {
        int windows = bases.Length / 2;
        int perWindow = points.Length / windows;
        var multiples = new JacobianPoint[perWindow];
        var inverses = new FieldElement[perWindow];
        var scratch = new FieldElement[perWindow];
        for (int window = 0; window < windows; window++)
        {
            PointArithmetic<TCurve>.Load(out JacobianPoint multiple, bases[2 * window], sign: 0);
            for (int j = 0; j < perWindow; j++)
            {
                multiples[j] = multiple;
                inverses[j] = multiple.Z;
                PointArithmetic<TCurve>.AddMixed(ref multiple, bases[2 * window + 1], sign: 0);
            }

            Field<TCurve>.InvertAll(inverses, scratch);
            Span<AffinePoint> target = points.Slice(window * perWindow, perWindow);
            for (int j = 0; j < perWindow; j++)
            {
                target[j] = PointArithmetic<TCurve>.Normalize(multiples[j].X, multiples[j].Y, inverses[j]);
            }
        }
    }

    /// <summary>Writes 2^(w i) P and twice that, for each window i.</summary>
    private void FillBases(in AffinePoint point, Span<AffinePoint> bases)
    {
        var multiples = new JacobianPoint[bases.Length];
        var inverses = new FieldElement[bases.Length];
        PointArithmetic<TCurve>.Load(out JacobianPoint multiple, point, sign: 0);
        for (int i = 0; i < bases.Length; i += 2)
        {
            multiples[i] = multiple;
            inverses[i] = multiple.Z;
            PointArithmetic<TCurve>.Double(ref multiple);
            multiples[i + 1] = multiple;
            inverses[i + 1] = multiple.Z;
            for (int doubling = 1; doubling < _width; doubling++)
            {
                PointArithmetic<TCurve>.Double(ref multiple);
            }
        }

        Field<TCurve>.InvertAll(inverses, new FieldElement[bases.Length]);
        for (int i = 0; i < bases.Length; i++)
        {
            bases[i] = PointArithmetic<TCurve>.Normalize(multiples[i].X, multiples[i].Y, inverses[i]);
        }
    }
}
