namespace Appliance.Kernels.Generator.Language;

/// <summary>Part of a kernel's loop: a program, run several times over the same memory.</summary>
public sealed record Section(KernelProgram Program, int Repeat = 1);

/// <summary>How many vectors each pointer moves on after a turn of the loop.</summary>
public readonly record struct Strides(int Output, int First, int Second);

/// <summary>
/// A function over memory: its sections in order, as often as its last argument says, the pointers moving on by
/// <paramref name="Strides"/> each time.
/// </summary>
public sealed record Kernel(string Name, IReadOnlyList<Section> Sections, Strides Strides)
{
    /// <summary>Products that do not depend on each other stand close together in the formulas already.</summary>
    public bool OverlapsByItself { get; init; }

    public static Kernel Create(string name, int lanes, Strides strides, Action<KernelProgram> build)
    {
        var program = new KernelProgram(lanes);
        build(program);
        return new Kernel(name, [new Section(program)], strides);
    }
}
