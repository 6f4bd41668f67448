using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>Rows of eight words, one for each of eight lanes, and their transposition into columns and back.</summary>
public sealed class LaneRows(KernelProgram program)
{
    /// <summary>Words of half a row.</summary>
    public const int Half = 4;

    private const int Size = 2 * Half;

    /// <summary>The first words, as columns, of the row that each lane's pointer, moved on by <paramref name="part"/> rows, points to.</summary>
    /// <param name="pointers">The vector of pointers.</param>
    /// <param name="part">Rows to move on by.</param>
    /// <param name="columns">Words: a whole row or half of one.</param>
    public Value[] Gather(Place pointers, int part, int columns = Size) =>
        Transpose([.. Enumerable.Range(0, Size).Select(lane => program.LoadRow(pointers, lane, part))], columns);

    /// <summary>Transposes 8 x 8 words: lanes by twos, then pairs of lanes by twos and fours.</summary>
    /// <param name="rows">Eight vectors.</param>
    /// <param name="columns">How many columns are needed.</param>
    public Value[] Transpose(IReadOnlyList<Value> rows, int columns = Size)
    {
        const int Lower = 0b01_00_01_00;
        const int Upper = 0b11_10_11_10;
        const int Even = 0b10_00_10_00;
        const int Odd = 0b11_01_11_01;
        var result = new Value[columns];
        for (int odd = 0; odd < 2; odd++)
        {
            var pairs = new Value[Half];
            for (int i = 0; i < pairs.Length; i++)
            {
                pairs[i] = odd == 0 ? program.UnpackLow(rows[2 * i], rows[2 * i + 1]) : program.UnpackHigh(rows[2 * i], rows[2 * i + 1]);
            }

            for (int half = 0; half < columns / Half; half++)
            {
                int picks = half == 0 ? Lower : Upper;
                Value upper = program.ShufflePairs(pairs[0], pairs[1], picks);
                Value lower = program.ShufflePairs(pairs[2], pairs[3], picks);
                result[half * Half + odd] = program.ShufflePairs(upper, lower, Even);
                result[half * Half + 2 + odd] = program.ShufflePairs(upper, lower, Odd);
            }
        }

        return result;
    }

    /// <summary>Words of the one column or the other, lane by lane.</summary>
    public Value[] Choose(Value mask, Value[] inside, Value[] outside) => [.. inside.Zip(outside, (a, b) => program.Select(mask, a, b))];
}
