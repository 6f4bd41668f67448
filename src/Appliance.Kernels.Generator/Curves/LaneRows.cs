using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Rows of integers of four words, one row for each lane, and their transposition into columns of words and back. A vector of eight lanes holds two
/// integers of a row, one of four lanes holds one.
/// </summary>
public sealed class LaneRows(KernelProgram program)
{
    /// <summary>Words of an integer.</summary>
    public const int Words = 4;

    private int IntegersPerVector => program.Lanes / Words;

    /// <summary>The words, as columns, of the first integers of the row that each lane's pointer points to.</summary>
    /// <param name="pointers">The vector of pointers.</param>
    /// <param name="integers">How many of them.</param>
    public Value[][] Gather(Place pointers, int integers)
    {
        var columns = new List<Value>();
        for (int part = 0; columns.Count < integers * Words; part++)
        {
            Value[] rows = [.. Enumerable.Range(0, program.Lanes).Select(lane => program.LoadRow(pointers, lane, part))];
            columns.AddRange(Transpose(rows, Math.Min(program.Lanes, integers * Words - columns.Count)));
        }

        return [.. columns.Chunk(Words)];
    }

    /// <summary>Writes a row of integers, given as columns of words, for each lane, one after the other.</summary>
    public void Scatter(IReadOnlyList<Value[]> integers, Place rows)
    {
        int parts = integers.Count / IntegersPerVector;
        for (int part = 0; part < parts; part++)
        {
            Value[] columns = [.. integers.Skip(part * IntegersPerVector).Take(IntegersPerVector).SelectMany(words => words)];
            Value[] vectors = Transpose(columns, program.Lanes);
            for (int lane = 0; lane < vectors.Length; lane++)
            {
                program.Store(vectors[lane], rows.Next(lane * parts + part));
            }
        }
    }

    /// <summary>Words of the one integer or the other, lane by lane.</summary>
    public Value[] Choose(Value mask, Value[] inside, Value[] outside) => [.. inside.Zip(outside, (a, b) => program.Select(mask, a, b))];

    private Value[] Transpose(Value[] rows, int columns) => program.Lanes == Words ? TransposeFour(rows) : TransposeEight(rows, columns);

    /// <summary>Lanes by twos, then pairs of lanes by twos and fours.</summary>
    private Value[] TransposeEight(Value[] rows, int columns)
    {
        const int Lower = 0b01_00_01_00;
        const int Upper = 0b11_10_11_10;
        const int Even = 0b10_00_10_00;
        const int Odd = 0b11_01_11_01;
        var result = new Value[columns];
        for (int odd = 0; odd < 2; odd++)
        {
            var pairs = new Value[4];
            for (int i = 0; i < pairs.Length; i++)
            {
                pairs[i] = odd == 0 ? program.UnpackLow(rows[2 * i], rows[2 * i + 1]) : program.UnpackHigh(rows[2 * i], rows[2 * i + 1]);
            }

            for (int half = 0; half < columns / Words; half++)
            {
                int picks = half == 0 ? Lower : Upper;
                Value upper = program.ShufflePairs(pairs[0], pairs[1], picks);
                Value lower = program.ShufflePairs(pairs[2], pairs[3], picks);
                result[half * Words + odd] = program.ShufflePairs(upper, lower, Even);
                result[half * Words + 2 + odd] = program.ShufflePairs(upper, lower, Odd);
            }
        }

        return result;
    }

    private Value[] TransposeFour(Value[] rows)
    {
        const int Low = 0b00_00;
        const int High = 0b01_01;
        Value evenUpper = program.UnpackLow(rows[0], rows[1]);
        Value oddUpper = program.UnpackHigh(rows[0], rows[1]);
        Value evenLower = program.UnpackLow(rows[2], rows[3]);
        Value oddLower = program.UnpackHigh(rows[2], rows[3]);
        return
        [
            program.ShufflePairs(evenUpper, evenLower, Low),
            program.ShufflePairs(oddUpper, oddLower, Low),
            program.ShufflePairs(evenUpper, evenLower, High),
            program.ShufflePairs(oddUpper, oddLower, High),
        ];
    }
}
