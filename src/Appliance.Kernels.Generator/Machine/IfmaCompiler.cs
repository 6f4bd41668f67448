using Appliance.Kernels.Generator.Language;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Appliance.Kernels.Generator.Machine;

/// <summary>
/// Kernels as machine code for AVX-512 with IFMA, System V calling convention:
/// <c>void kernel(void* output, void* first, void* second, void* constants, long count)</c>, count at least 1. Position-independent;
/// changes only registers that a callee may change; the frame holds spills and stays below a page.
/// </summary>
public sealed class IfmaCompiler(ConstantPool constants)
{
    private const int VectorSize = 64;

    /// <summary>A larger frame would have to touch its pages in order.</summary>
    private const int MaxFrame = 4096 - 2 * VectorSize;

    /// <summary>
    /// About four products: measured on whole verifications with curves in Weierstrass' form, where 300 costs 1 % and 700 gains nothing; on their additions alone 60
    /// costs 8 %.
    /// </summary>
    private const int WideWindow = 450;

    /// <summary>
    /// Half a product: formulas whose products come in fours, in the order in which others need them, overlap by themselves, and what a wider window
    /// spills costs them 15 %.
    /// </summary>
    private const int NarrowWindow = 30;

    /// <summary>Programs without products have short chains, which the processor overlaps by itself.</summary>
    private const int ShortWindow = 24;

    /// <summary>Code of a kernel.</summary>
    public byte[] Compile(Kernel kernel)
    {
        int window = kernel.OverlapsByItself ? NarrowWindow : WideWindow;

        // The number of spill slots is known only after a pass; passes do not influence each other.
        int slots = kernel.Sections.Max(section => NewEmitter(new Assembler(64), section.Program, window).Emit());
        var assembler = new Assembler(64);
        int frame = slots * VectorSize;
        if (frame > MaxFrame) throw new InvalidOperationException($"{kernel.Name} spills {slots} vectors.");

        assembler.push(rbp);
        assembler.mov(rbp, rsp);
        assembler.sub(rsp, frame + VectorSize);
        assembler.and(rsp, -VectorSize);
        Label top = assembler.CreateLabel();
        assembler.Label(ref top);
        foreach (Section section in kernel.Sections)
        {
            Label again = assembler.CreateLabel();
            if (section.Repeat > 1)
            {
                assembler.mov(r9d, section.Repeat);
                assembler.Label(ref again);
            }

            NewEmitter(assembler, section.Program, window).Emit();
            if (section.Repeat > 1)
            {
                assembler.dec(r9d);
                assembler.jnz(again);
            }
        }

        Advance(assembler, rdi, kernel.Strides.Output);
        Advance(assembler, rsi, kernel.Strides.First);
        Advance(assembler, rdx, kernel.Strides.Second);
        assembler.dec(r8);
        assembler.jnz(top);
        assembler.vzeroupper();
        assembler.mov(rsp, rbp);
        assembler.pop(rbp);
        assembler.ret();

        using var stream = new MemoryStream();
        assembler.Assemble(new StreamCodeWriter(stream), rip: 0);
        return stream.ToArray();
    }

    private ProgramEmitter NewEmitter(Assembler assembler, KernelProgram program, int window) =>
        new(assembler, program, new Scheduler(HasProducts(program) ? window : ShortWindow).Order(program), constants);

    private static bool HasProducts(KernelProgram program) =>
        program.Instructions.Any(instruction => instruction.Opcode == Opcode.MultiplyLow52);

    private static void Advance(Assembler assembler, AssemblerRegister64 pointer, int vectors)
    {
        if (vectors != 0) assembler.add(pointer, vectors * VectorSize);
    }
}
