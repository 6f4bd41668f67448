using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>An addend in extended coordinates: Y + X, Y - X and 2dT, and 2Z.</summary>
public readonly record struct Cached(Niels Niels, Element TwiceZ);

/// <summary>
/// A key's multiples: Y + X, Y - X, 2dT, 2Z in sixteen words, each coordinate below 2^256 but not canonical, one entry for each lane wherever its pointer
/// points to. The pointer's lowest bit asks for the entry's opposite.
/// </summary>
public sealed class CachedRows(Field arithmetic)
{
    /// <summary>Vectors that one entry for each lane fills.</summary>
    public const int Size = 16;

    private readonly KernelProgram _program = arithmetic.Program;
    private readonly LaneRows _rows = new(arithmetic.Program);

    /// <summary>Gathers an entry for each lane; where the mask is set, sum and difference are exchanged and 2dT's sign is to be changed.</summary>
    public (Cached Entry, Value OppositeMask) Gather(Place pointers)
    {
        Value mask = _program.MaskOfLowestBit(_program.Load(pointers, Interval.Bits(62)));
        Value[][] words = _rows.Gather(pointers, integers: 4);
        var niels = new Niels(
            Unpack(_rows.Choose(mask, words[1], words[0])), Unpack(_rows.Choose(mask, words[0], words[1])), Unpack(words[2]));
        return (new Cached(niels, Unpack(words[3])), mask);
    }

    /// <summary>Writes one entry of 128 bytes for each lane, one after the other.</summary>
    public void Scatter(Cached entry, Place rows)
    {
        Element[] coordinates = [entry.Niels.Sum, entry.Niels.Difference, entry.Niels.TwiceDxy, entry.TwiceZ];
        _rows.Scatter([.. coordinates.Select(arithmetic.Pack)], rows);
    }

    private Element Unpack(Value[] words) => arithmetic.Unpack(words, 0, arithmetic.MaxProduct);
}
