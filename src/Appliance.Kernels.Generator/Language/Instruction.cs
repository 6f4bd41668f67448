namespace Appliance.Kernels.Generator.Language;

/// <summary>A value that one instruction defines and others use.</summary>
public readonly record struct Value(int Id)
{
    public static readonly Value None = new(-1);

    public bool Exists => Id >= 0;
}

/// <summary>The pointers that a kernel receives, or a routine, which may have two more.</summary>
public enum Pointer
{
    Output,
    First,
    Second,
    Third,
    Fourth,
}

/// <summary>A vector in memory: the <paramref name="Index"/>-th from a pointer on.</summary>
public readonly record struct Place(Pointer Base, int Index)
{
    public Place Next(int count) => this with { Index = Index + count };
}

/// <summary>One instruction; which fields matter is told at <see cref="Opcode"/>.</summary>
public sealed record Instruction(Opcode Opcode)
{
    public Value Result { get; init; } = Value.None;

    public Value A { get; init; } = Value.None;

    public Value B { get; init; } = Value.None;

    public Value C { get; init; } = Value.None;

    public int Immediate { get; init; }

    public int Part { get; init; }

    public ulong Literal { get; init; }

    public Place Place { get; init; }

    public Routine? Routine { get; init; }

    /// <summary>The elements handed to a routine, limb by limb.</summary>
    public IReadOnlyList<IReadOnlyList<Value>> Arguments { get; init; } = [];

    /// <summary>The limbs that a routine returns.</summary>
    public IReadOnlyList<Value> Results { get; init; } = [];

    public IEnumerable<Value> Operands
    {
        get
        {
            foreach (Value limb in Arguments.SelectMany(argument => argument))
            {
                yield return limb;
            }

            if (A.Exists) yield return A;
            if (B.Exists) yield return B;
            if (C.Exists) yield return C;
        }
    }
}

/// <summary>A program that others call where it would be too much to write it out each time: it reads elements and writes one.</summary>
public sealed record Routine(string Name, KernelProgram Body);
