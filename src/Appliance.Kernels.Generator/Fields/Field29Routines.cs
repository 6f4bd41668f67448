using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

public enum ProductKind
{
    Product,
    Square,
    TwoProducts,
}

/// <summary>The routines of one file: products modulo the prime and the order of a curve.</summary>
/// <param name="lanes">Lanes per vector.</param>
public sealed class Field29Routines(int lanes)
{
    public const int LimbBits = 29;
    public const int Limbs = 9;

    /// <summary>Operands are below this many moduli; within a routine, limbs and columns are proven for all of them.</summary>
    private const int OperandMultiple = 16;

    private readonly Dictionary<(Modulus Modulus, ProductKind Kind), Routine> _routines = [];

    public IReadOnlyCollection<Routine> All => _routines.Values;

    public BigInteger MaxOperand(Modulus modulus) => OperandMultiple * modulus.Prime;

    public Routine Of(Modulus modulus, ProductKind kind)
    {
        if (!_routines.TryGetValue((modulus, kind), out Routine? routine))
        {
            routine = Build(modulus, kind);
            _routines.Add((modulus, kind), routine);
        }

        return routine;
    }

    private Routine Build(Modulus modulus, ProductKind kind)
    {
        var program = new KernelProgram(lanes);
        Field29 field = modulus == Field25519.Curve25519Prime ? new Field25519Narrow(program, this) : new Field29(program, modulus, this);
        Pointer[] pointers = kind switch
        {
            ProductKind.Square => [Pointer.First],
            ProductKind.Product => [Pointer.First, Pointer.Second],
            _ => [Pointer.First, Pointer.Second, Pointer.Third, Pointer.Fourth],
        };
        Element[] operands = [.. pointers.Select(pointer => field.Load(new Place(pointer, 0), MaxOperand(modulus)))];
        Element result = field.WriteOut(kind, operands);
        field.Store(result, new Place(Pointer.Output, 0), result.Max);
        return new Routine((modulus.Terms.Count > 0 || modulus == Field25519.Curve25519Prime ? "Prime" : "Order") + kind, program);
    }
}
