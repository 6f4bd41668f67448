using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>An addend: y + x, y - x and 2dxy of an affine point.</summary>
public readonly record struct Niels(Element Sum, Element Difference, Element TwiceDxy);

/// <summary>
/// Entries of Edwards combs, whose layout stands at <c>EdwardsComb</c> of Appliance.Kernels: twelve canonical words, one entry for each lane wherever its
/// pointer points to. The pointer's lowest bit asks for the entry's opposite. A gather reads 128 bytes.
/// </summary>
public sealed class NielsRows(Field25519 arithmetic)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Bytes = 96;

    private const int WordsPerCoordinate = 4;

    private readonly KernelProgram _program = arithmetic.Program;

    /// <summary>Gathers an entry for each lane; where the mask is set, sum and difference are exchanged and the last coordinate's sign is to be changed.</summary>
    public (Niels Entry, Value OppositeMask) Gather(Place pointers)
    {
        Value mask = _program.MaskOfLowestBit(_program.Load(pointers, Interval.Bits(62)));
        Value[] first = Gather(pointers, part: 0, columns: 8);
        Value[] sum = first[..WordsPerCoordinate];
        Value[] difference = first[WordsPerCoordinate..];
        Value[] twiceDxy = Gather(pointers, part: 1, columns: WordsPerCoordinate);
        return (new Niels(Unpack(Choose(mask, difference, sum)), Unpack(Choose(mask, sum, difference)), Unpack(twiceDxy)), mask);
    }

    /// <summary>Asks for the entries, two cache lines each, of a vector of pointers.</summary>
    public void Prefetch(Place pointers)
    {
        for (int lane = 0; lane < _program.Lanes; lane++)
        {
            _program.Prefetch(pointers, lane);
            _program.Prefetch(pointers, lane, part: 1);
        }
    }

    private Element Unpack(Value[] words) => arithmetic.Unpack(words, 0, arithmetic.Prime - 1);

    private Value[] Choose(Value mask, Value[] inside, Value[] outside) =>
        [.. inside.Zip(outside, (a, b) => _program.Select(mask, a, b))];

    /// <summary>Words of each lane's row as columns: lanes by twos, then pairs of lanes by twos and fours.</summary>
    private Value[] Gather(Place pointers, int part, int columns)
    {
        const int Lower = 0b01_00_01_00;
        const int Upper = 0b11_10_11_10;
        const int Even = 0b10_00_10_00;
        const int Odd = 0b11_01_11_01;
        Value[] rows = [.. Enumerable.Range(0, 8).Select(lane => _program.LoadRow(pointers, lane, part))];
        var result = new Value[columns];
        for (int odd = 0; odd < 2; odd++)
        {
            var pairs = new Value[4];
            for (int i = 0; i < pairs.Length; i++)
            {
                pairs[i] = odd == 0 ? _program.UnpackLow(rows[2 * i], rows[2 * i + 1]) : _program.UnpackHigh(rows[2 * i], rows[2 * i + 1]);
            }

            for (int half = 0; half < columns / WordsPerCoordinate; half++)
            {
                int picks = half == 0 ? Lower : Upper;
                Value upper = _program.ShufflePairs(pairs[0], pairs[1], picks);
                Value lower = _program.ShufflePairs(pairs[2], pairs[3], picks);
                result[half * WordsPerCoordinate + odd] = _program.ShufflePairs(upper, lower, Even);
                result[half * WordsPerCoordinate + 2 + odd] = _program.ShufflePairs(upper, lower, Odd);
            }
        }

        return result;
    }
}
