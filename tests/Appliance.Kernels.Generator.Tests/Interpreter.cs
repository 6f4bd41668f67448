using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>
/// Runs a program in plain integers, lane by lane: the judge of what is emitted and printed. Memory is a dictionary, so nothing depends on layout.
/// </summary>
internal sealed class Interpreter(KernelProgram program)
{
    private const ulong Mask52 = (1UL << 52) - 1;

    private readonly Dictionary<Value, ulong[]> _values = [];

    public Dictionary<Place, ulong[]> Memory { get; init; } = [];

    /// <summary>The row that the pointer of a lane points to.</summary>
    public Func<Place, int, int, ulong[]> Row { get; init; } = (_, _, _) => throw new InvalidOperationException("No rows.");

    public void Run()
    {
        foreach (Instruction x in program.Instructions)
        {
            Run(x);
        }
    }

    private void Run(Instruction x)
    {
        switch (x.Opcode)
        {
            case Opcode.Load:
                _values[x.Result] = [.. Memory[x.Place]];
                break;
            case Opcode.Store:
                Memory[x.Place] = [.. _values[x.A]];
                break;
            case Opcode.Constant:
                _values[x.Result] = [.. Enumerable.Repeat(x.Literal, program.Lanes)];
                break;
            case Opcode.Call:
                Call(x);
                break;
            case Opcode.LoadRow:
                _values[x.Result] = Row(x.Place, x.Immediate, x.Part);
                break;
            case Opcode.Prefetch:
                break;
            case Opcode.UnpackLow or Opcode.UnpackHigh:
                int odd = x.Opcode == Opcode.UnpackHigh ? 1 : 0;
                _values[x.Result] = [.. Enumerable.Range(0, program.Lanes).Select(i => Lane(i % 2 == 0 ? x.A : x.B, i / 2 * 2 + odd))];
                break;
            case Opcode.ShufflePairs when program.Lanes == 8:
                _values[x.Result] =
                [
                    .. Enumerable.Range(0, 8).Select(i => Lane(i < 4 ? x.A : x.B, ((x.Immediate >> (i / 2 * 2)) & 3) * 2 + i % 2)),
                ];
                break;
            default:
                var result = new ulong[program.Lanes];
                for (int lane = 0; lane < result.Length; lane++)
                {
                    result[lane] = Compute(x, Lane(x.A, lane), Lane(x.B, lane), Lane(x.C, lane));
                }

                _values[x.Result] = result;
                break;
        }

        CheckRange(x);
    }

    private void Call(Instruction x)
    {
        Pointer[] pointers = [Pointer.First, Pointer.Second, Pointer.Third, Pointer.Fourth];
        var memory = new Dictionary<Place, ulong[]>();
        for (int i = 0; i < x.Arguments.Count; i++)
        {
            for (int limb = 0; limb < x.Arguments[i].Count; limb++)
            {
                memory[new Place(pointers[i], limb)] = _values[x.Arguments[i][limb]];
            }
        }

        new Interpreter(x.Routine!.Body) { Memory = memory }.Run();
        for (int limb = 0; limb < x.Results.Count; limb++)
        {
            _values[x.Results[limb]] = memory[new Place(Pointer.Output, limb)];
        }
    }

    private ulong Lane(Value value, int lane) => value.Exists && _values.TryGetValue(value, out ulong[]? lanes) ? lanes[lane] : 0;

    private static ulong Compute(Instruction x, ulong a, ulong b, ulong c) => unchecked(x.Opcode switch
    {
        Opcode.MultiplyLow52 => c + ((a & Mask52) * (b & Mask52) & Mask52),
        Opcode.MultiplyHigh52 => c + (ulong)(((UInt128)(a & Mask52) * (b & Mask52)) >> 52),
        Opcode.Multiply32 => (ulong)(uint)a * (uint)b,
        Opcode.Add => a + b,
        Opcode.Subtract => a - b,
        Opcode.And => a & b,
        Opcode.Or => a | b,
        Opcode.ExclusiveOr => a ^ b,
        Opcode.ShiftLeft => a << x.Immediate,
        Opcode.ShiftRight => a >> x.Immediate,
        Opcode.ShiftRightSigned => (ulong)((long)a >> x.Immediate),
        Opcode.ShiftRightDouble => (a >> x.Immediate) | (b << (64 - x.Immediate)),
        Opcode.MaskOfLowestBit => 0 - (a & 1),
        Opcode.MaskOfNegative => (ulong)((long)a >> 63),
        Opcode.NegateWhere => a == 0 ? c : b - c,
        Opcode.Select => a == 0 ? b : c,
        _ => throw new NotSupportedException(x.Opcode.ToString()),
    });

    /// <summary>The interval that the generator proved holds for what was computed.</summary>
    private void CheckRange(Instruction x)
    {
        if (!x.Result.Exists || x.Opcode is Opcode.MaskOfLowestBit or Opcode.MaskOfNegative or Opcode.ShiftLeft) return;

        Interval range = program.Range(x.Result);
        foreach (ulong lane in _values[x.Result])
        {
            BigInteger value = range.Min < 0 ? (long)lane : lane;
            Assert.True(value >= range.Min && value <= range.Max, $"{x.Opcode} gave {value}, outside {range}.");
        }
    }
}
