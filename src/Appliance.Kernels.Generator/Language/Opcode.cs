namespace Appliance.Kernels.Generator.Language;

/// <summary>What an instruction does in each 64-bit lane. Sums wrap; the program's intervals prove that they never do.</summary>
public enum Opcode
{
    /// <summary>Result = memory at Place.</summary>
    Load,

    /// <summary>Result = memory where the pointer in lane Immediate of the vector at Place points to, its lowest bit cleared; Part says which vector of the row.</summary>
    LoadRow,

    /// <summary>Result = Literal in every lane.</summary>
    Constant,

    /// <summary>Result = C + low 52 bits of the product of the low 52 bits of A and B.</summary>
    MultiplyLow52,

    /// <summary>Result = C + bits 52 to 103 of the product of the low 52 bits of A and B.</summary>
    MultiplyHigh52,

    /// <summary>Result = product of the low 32 bits of A and B.</summary>
    Multiply32,

    /// <summary>Result = A + B.</summary>
    Add,

    /// <summary>Result = A - B.</summary>
    Subtract,

    /// <summary>Result = A and B, bit by bit.</summary>
    And,

    /// <summary>Result = A or B, bit by bit.</summary>
    Or,

    /// <summary>Result = A or else B, bit by bit.</summary>
    ExclusiveOr,

    /// <summary>Result = A shifted left by Immediate.</summary>
    ShiftLeft,

    /// <summary>Result = A shifted right by Immediate, zeros coming in.</summary>
    ShiftRight,

    /// <summary>Result = A shifted right by Immediate, copies of its sign coming in.</summary>
    ShiftRightSigned,

    /// <summary>Result = low 64 bits of B:A shifted right by Immediate.</summary>
    ShiftRightDouble,

    /// <summary>Result is a mask: lanes of A whose lowest bit is set.</summary>
    MaskOfLowestBit,

    /// <summary>Result is a mask: lanes of A that are negative.</summary>
    MaskOfNegative,

    /// <summary>Result = C in lanes outside mask A, B - C in lanes inside; B is 0.</summary>
    NegateWhere,

    /// <summary>Result = B in lanes outside mask A, C in lanes inside.</summary>
    Select,

    /// <summary>Even lanes of A and B, taken in turn.</summary>
    UnpackLow,

    /// <summary>Odd lanes of A and B, taken in turn.</summary>
    UnpackHigh,

    /// <summary>Pairs of lanes: Immediate picks, two bits each, two pairs of A and then two of B.</summary>
    ShufflePairs,

    /// <summary>Results = what Routine makes of Arguments.</summary>
    Call,

    /// <summary>Memory at Place = A.</summary>
    Store,

    /// <summary>Asks for the cache line that the pointer in lane Immediate of the vector at Place, moved on by Part lines, points into.</summary>
    Prefetch,
}
