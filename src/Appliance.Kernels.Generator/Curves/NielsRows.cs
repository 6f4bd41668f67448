using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>An addend: y + x, y - x and 2dxy of an affine point, or Y + X, Y - X and 2dT of one that is not.</summary>
public readonly record struct Niels(Element Sum, Element Difference, Element TwiceDxy);

/// <summary>
/// Entries of Edwards combs, whose layout stands at <c>EdwardsComb</c> of Appliance.Kernels: twelve canonical words, one entry for each lane wherever its
/// pointer points to. The pointer's lowest bit asks for the entry's opposite. A gather on eight lanes reads 128 bytes.
/// </summary>
public sealed class NielsRows(Field arithmetic)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Bytes = 96;

    private readonly KernelProgram _program = arithmetic.Program;
    private readonly LaneRows _rows = new(arithmetic.Program);

    /// <summary>Gathers an entry for each lane; where the mask is set, sum and difference are exchanged and the last coordinate's sign is to be changed.</summary>
    public (Niels Entry, Value OppositeMask) Gather(Place pointers)
    {
        Value mask = _program.MaskOfLowestBit(_program.Load(pointers, Interval.Bits(62)));
        Value[][] words = _rows.Gather(pointers, integers: 3);
        return (
            new Niels(Unpack(_rows.Choose(mask, words[1], words[0])), Unpack(_rows.Choose(mask, words[0], words[1])), Unpack(words[2])), mask);
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

    /// <summary>Writes an entry of 128 bytes, the last words 0, for each lane, one after the other.</summary>
    public void Scatter(Niels entry, Place rows)
    {
        Value zero = _program.Constant(0);
        _rows.Scatter([Words(entry.Sum), Words(entry.Difference), Words(entry.TwiceDxy), [zero, zero, zero, zero]], rows);
    }

    private Element Unpack(Value[] words) => arithmetic.Unpack(words, 0, arithmetic.Prime - 1);

    private Value[] Words(Element a) => arithmetic.Pack(arithmetic.Canonical(a));
}
