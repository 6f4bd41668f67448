using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Table entries: rows of eight words, x and then y, canonical and in Montgomery form with factor 2^260, one row for each lane wherever its pointer
/// points to. The pointer's lowest bit asks for the entry's opposite.
/// </summary>
public sealed class Rows(Field arithmetic)
{
    private const int WordsPerCoordinate = 4;
    private const int StoredRadixBits = 260;

    private readonly KernelProgram _program = arithmetic.Program;

    /// <summary>The shift that turns stored Montgomery forms into the arithmetic's.</summary>
    private int Shift => arithmetic.Width * arithmetic.LimbCount - StoredRadixBits;

    /// <summary>Gathers a row for each lane.</summary>
    /// <param name="pointers">The vector of pointers.</param>
    public (Affine Entry, Value OppositeMask) Gather(Place pointers)
    {
        Value[] columns = _program.Lanes == 8 ? GatherEight(pointers) : [.. GatherFour(pointers, 0), .. GatherFour(pointers, 1)];
        Value mask = _program.MaskOfLowestBit(_program.Load(pointers, Interval.Bits(62)));
        Element x = arithmetic.Unpack(columns[..WordsPerCoordinate], Shift, arithmetic.Prime - 1);
        Element y = arithmetic.Unpack(columns[WordsPerCoordinate..], Shift, arithmetic.Prime - 1);
        return (new Affine(x, y), mask);
    }

    /// <summary>The x coordinate alone.</summary>
    public Element GatherX(Place pointers)
    {
        Value[] columns = _program.Lanes == 8
            ? TransposeUpper([.. Enumerable.Range(0, 8).Select(lane => _program.LoadRow(pointers, lane, 0))])
            : GatherFour(pointers, 0);
        return arithmetic.Truncate(arithmetic.Unpack(columns, Shift, arithmetic.Prime - 1));
    }

    /// <summary>Asks for the rows of a vector of pointers.</summary>
    public void Prefetch(Place pointers)
    {
        for (int lane = 0; lane < _program.Lanes; lane++)
        {
            _program.Prefetch(pointers, lane);
        }
    }

    /// <summary>Vectors that one row for each lane fills.</summary>
    public int Size => 8;

    /// <summary>Writes one row of 64 bytes for each lane, one after the other, of a point with coordinates below 2p.</summary>
    public void Scatter(Affine point, Place rows)
    {
        Value[] x = StoredWords(point.X);
        Value[] y = StoredWords(point.Y);
        if (_program.Lanes == 8)
        {
            Value[] lines = TransposeEight([.. x, .. y]);
            for (int lane = 0; lane < lines.Length; lane++)
            {
                _program.Store(lines[lane], rows.Next(lane));
            }

            return;
        }

        Value[] first = TransposeFour(x);
        Value[] second = TransposeFour(y);
        for (int lane = 0; lane < first.Length; lane++)
        {
            _program.Store(first[lane], rows.Next(2 * lane));
            _program.Store(second[lane], rows.Next(2 * lane + 1));
        }
    }

    /// <summary>The canonical words of the Montgomery form with factor 2^260.</summary>
    private Value[] StoredWords(Element a)
    {
        if (Shift != 0) a = arithmetic.Multiply(a, arithmetic.Fixed((BigInteger.One << StoredRadixBits) % arithmetic.Prime));
        return arithmetic.Pack(arithmetic.Canonical(a));
    }

    private Value[] GatherEight(Place pointers) =>
        TransposeEight([.. Enumerable.Range(0, 8).Select(lane => _program.LoadRow(pointers, lane, 0))]);

    private Value[] GatherFour(Place pointers, int part) =>
        TransposeFour([.. Enumerable.Range(0, 4).Select(lane => _program.LoadRow(pointers, lane, part))]);

    /// <summary>Rows to columns of an 8 x 8 matrix: lanes by twos, then pairs of lanes by twos, then fours.</summary>
    private Value[] TransposeEight(IReadOnlyList<Value> rows)
    {
        const int EvenPairs = 0b10_00_10_00;
        const int OddPairs = 0b11_01_11_01;
        var pairs = new Value[8];
        for (int i = 0; i < 4; i++)
        {
            pairs[2 * i] = _program.UnpackLow(rows[2 * i], rows[2 * i + 1]);
            pairs[2 * i + 1] = _program.UnpackHigh(rows[2 * i], rows[2 * i + 1]);
        }

        var columns = new Value[8];
        for (int odd = 0; odd < 2; odd++)
        {
            Value upperEven = _program.ShufflePairs(pairs[odd], pairs[2 + odd], EvenPairs);
            Value lowerEven = _program.ShufflePairs(pairs[4 + odd], pairs[6 + odd], EvenPairs);
            Value upperOdd = _program.ShufflePairs(pairs[odd], pairs[2 + odd], OddPairs);
            Value lowerOdd = _program.ShufflePairs(pairs[4 + odd], pairs[6 + odd], OddPairs);
            columns[odd] = _program.ShufflePairs(upperEven, lowerEven, EvenPairs);
            columns[4 + odd] = _program.ShufflePairs(upperEven, lowerEven, OddPairs);
            columns[2 + odd] = _program.ShufflePairs(upperOdd, lowerOdd, EvenPairs);
            columns[6 + odd] = _program.ShufflePairs(upperOdd, lowerOdd, OddPairs);
        }

        return columns;
    }

    /// <summary>The first four columns of the same.</summary>
    private Value[] TransposeUpper(IReadOnlyList<Value> rows)
    {
        const int UpperPairs = 0b01_00_01_00;
        const int EvenPairs = 0b10_00_10_00;
        const int OddPairs = 0b11_01_11_01;
        var columns = new Value[WordsPerCoordinate];
        for (int odd = 0; odd < 2; odd++)
        {
            Value[] pairs =
            [
                .. Enumerable.Range(0, 4).Select(i => odd == 0
                    ? _program.UnpackLow(rows[2 * i], rows[2 * i + 1])
                    : _program.UnpackHigh(rows[2 * i], rows[2 * i + 1])),
            ];
            Value upper = _program.ShufflePairs(pairs[0], pairs[1], UpperPairs);
            Value lower = _program.ShufflePairs(pairs[2], pairs[3], UpperPairs);
            columns[odd] = _program.ShufflePairs(upper, lower, EvenPairs);
            columns[2 + odd] = _program.ShufflePairs(upper, lower, OddPairs);
        }

        return columns;
    }

    private Value[] TransposeFour(IReadOnlyList<Value> rows)
    {
        const int LowPairs = 0b00_00;
        const int HighPairs = 0b01_01;
        Value evenUpper = _program.UnpackLow(rows[0], rows[1]);
        Value oddUpper = _program.UnpackHigh(rows[0], rows[1]);
        Value evenLower = _program.UnpackLow(rows[2], rows[3]);
        Value oddLower = _program.UnpackHigh(rows[2], rows[3]);
        return
        [
            _program.ShufflePairs(evenUpper, evenLower, LowPairs),
            _program.ShufflePairs(oddUpper, oddLower, LowPairs),
            _program.ShufflePairs(evenUpper, evenLower, HighPairs),
            _program.ShufflePairs(oddUpper, oddLower, HighPairs),
        ];
    }
}
