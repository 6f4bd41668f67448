namespace Appliance.Kernels;

/// <summary>
/// Odd multiples of a point by window: entry j of window i is (2j + 1) 2^(w i) P. A scalar multiplication is then one addition per
/// window and no doubling.
/// </summary>
internal sealed class Comb<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>Words of B: up to 260 bits, and one more that a window's bits may be read from.</summary>
    private const int DigitWords = 6;

    private readonly int _width;
    private readonly int _windows;
    private readonly AffinePoint[] _points;

    /// <param name="point">The point, finite and on the curve.</param>
    /// <param name="width">Bits per window, 2 to 13; the table holds ceil(256 / width) x 2^(width - 1) points of 64 bytes.</param>
    public Comb(in AffinePoint point, int width)
    {
        _width = width;
        _windows = (256 + width - 1) / width;
        _points = new AffinePoint[_windows << (width - 1)];
        Fill(point);
    }

    /// <summary>Bytes of the points.</summary>
    public long SizeInBytes => (long)_points.Length * 64;

    /// <summary>sum = k P, for k in [1, n - 1].</summary>
    public void Accumulate(out XyzzPoint sum, in UInt256 k)
    {
        Span<ulong> digits = stackalloc ulong[DigitWords];
        long flip = Recode(k, digits);
        PointArithmetic<TCurve>.Load(out sum, Entry(digits, 0, flip, out long sign), sign);
        AddFrom(ref sum, digits, flip, firstWindow: 1);
    }

    /// <summary>sum += k P, for k in [0, n - 1].</summary>
    public void Add(ref XyzzPoint sum, in UInt256 k)
    {
        if (k.IsZero) return;

        Span<ulong> digits = stackalloc ulong[DigitWords];
        long flip = Recode(k, digits);
        AddFrom(ref sum, digits, flip, firstWindow: 0);
    }

    private void AddFrom(ref XyzzPoint sum, ReadOnlySpan<ulong> digits, long flip, int firstWindow)
    {
        for (int window = firstWindow; window < _windows; window++)
        {
            ref readonly AffinePoint entry = ref Entry(digits, window, flip, out long sign);
            PointArithmetic<TCurve>.AddMixed(ref sum, entry, sign);
        }
    }

    /// <summary>Writes B and returns -1 if every sign is to be flipped, else 0.</summary>
    /// <remarks>
    /// The digits are odd and signed, so none is zero: with B = (k - 1) / 2 + 2^(wL - 1) and b its L windows of w bits,
    /// k = sum of (2b + 1 - 2^w) 2^(w i). That needs an odd k: for an even one n - k, which is odd, and the opposite signs.
    /// </remarks>
    private long Recode(in UInt256 k, Span<ulong> digits)
    {
        UInt256 odd = k.IsEven ? UInt256.Subtract(TCurve.Order, k, out _) : k;
        digits[0] = (odd.W0 >> 1) | (odd.W1 << 63);
        digits[1] = (odd.W1 >> 1) | (odd.W2 << 63);
        digits[2] = (odd.W2 >> 1) | (odd.W3 << 63);
        digits[3] = odd.W3 >> 1;
        digits[4] = 0;
        digits[5] = 0;
        int topBit = _windows * _width - 1;
        digits[topBit >> 6] |= 1UL << (topBit & 63);
        return k.IsEven ? -1 : 0;
    }

    private ref readonly AffinePoint Entry(ReadOnlySpan<ulong> digits, int window, long flip, out long sign)
    {
        int bit = window * _width;
        int shift = bit & 63;
        ulong bits = (digits[bit >> 6] >> shift) | (digits[(bit >> 6) + 1] << 1 << (63 - shift));
        int half = 1 << (_width - 1);
        int digit = (int)bits & (2 * half - 1);
        int negative = digit < half ? -1 : 0;
        sign = negative ^ flip;
        return ref _points[window * half + ((digit ^ negative) & (half - 1))];
    }

    private void Fill(in AffinePoint point)
    {
        Span<AffinePoint> bases = new AffinePoint[2 * _windows];
        FillBases(point, bases);

        int perWindow = 1 << (_width - 1);
        var multiples = new JacobianPoint[perWindow];
        var inverses = new FieldElement[perWindow];
        var scratch = new FieldElement[perWindow];
        for (int window = 0; window < _windows; window++)
        {
            PointArithmetic<TCurve>.Load(out JacobianPoint multiple, bases[2 * window], sign: 0);
            for (int j = 0; j < perWindow; j++)
            {
                multiples[j] = multiple;
                inverses[j] = multiple.Z;
                PointArithmetic<TCurve>.AddMixed(ref multiple, bases[2 * window + 1], sign: 0);
            }

            Field<TCurve>.InvertAll(inverses, scratch);
            Span<AffinePoint> target = _points.AsSpan(window * perWindow, perWindow);
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
