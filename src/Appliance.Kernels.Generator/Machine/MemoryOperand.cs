using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Machine;

internal enum MemoryKind
{
    /// <summary>The kernel's arguments point here; Offset counts vectors.</summary>
    Argument,

    /// <summary>A spill slot of the frame; Offset counts vectors.</summary>
    Slot,

    /// <summary>One word of the constants, broadcast; Offset counts bytes.</summary>
    Constant,
}

/// <summary>Memory that a vector can be read from.</summary>
internal readonly record struct MemoryOperand(MemoryKind Kind, Pointer Base, int Offset)
{
    public static MemoryOperand Argument(Place place) => new(MemoryKind.Argument, place.Base, place.Index);

    public static MemoryOperand Slot(int slot) => new(MemoryKind.Slot, default, slot);

    public static MemoryOperand Constant(int offset) => new(MemoryKind.Constant, default, offset);
}

/// <summary>Moves between registers and memory, for <see cref="RegisterFile"/>.</summary>
internal interface IVectorMover
{
    void Load(int register, MemoryOperand memory);

    void Store(MemoryOperand memory, int register);
}
