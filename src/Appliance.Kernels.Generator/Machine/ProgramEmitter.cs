using System.Collections.Immutable;
using Appliance.Kernels.Generator.Language;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;
using Instruction = Appliance.Kernels.Generator.Language.Instruction;

namespace Appliance.Kernels.Generator.Machine;

/// <summary>One program as AVX-512 instructions: registers assigned, loads folded into operands where they serve one instruction.</summary>
internal sealed class ProgramEmitter : IVectorMover
{
    private const int VectorSize = 64;

    /// <summary>An operand in memory that is needed again within so many instructions is worth a register.</summary>
    private const int FoldDistance = 3;

    private static readonly ImmutableArray<AssemblerRegisterZMM> Vectors =
    [
        zmm0, zmm1, zmm2, zmm3, zmm4, zmm5, zmm6, zmm7, zmm8, zmm9, zmm10, zmm11, zmm12, zmm13, zmm14, zmm15,
        zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31,
    ];

    private static readonly ImmutableArray<AssemblerRegisterK> Masks = [k1, k2, k3, k4, k5, k6, k7];

    private readonly Assembler _assembler;
    private readonly IReadOnlyList<Instruction> _instructions;
    private readonly ConstantPool _constants;
    private readonly NextUses _uses;
    private readonly RegisterFile _registers;
    private readonly Dictionary<Value, AssemblerRegisterK> _masks = [];

    public ProgramEmitter(Assembler assembler, KernelProgram program, IReadOnlyList<Instruction> order, ConstantPool constants)
    {
        if (program.Lanes * sizeof(ulong) != VectorSize) throw new ArgumentException("Machine code has 8 lanes.", nameof(program));

        _assembler = assembler;
        _instructions = order;
        _constants = constants;
        _uses = new NextUses(order, program.ValueCount);
        _registers = new RegisterFile(Vectors.Length, _uses, this);
    }

    private MemoryOperand ZeroMemory => MemoryOperand.Constant(_constants.OffsetOf(0));

    /// <summary>Emits the program and returns how many spill slots it uses.</summary>
    public int Emit()
    {
        for (int i = 0; i < _instructions.Count; i++)
        {
            _registers.Position = i;
            Instruction instruction = _instructions[i];
            Emit(instruction);
            if (instruction.Result.Exists) _registers.FreeIfDead(instruction.Result);
        }

        return _registers.Slots;
    }

    void IVectorMover.Load(int register, MemoryOperand memory)
    {
        if (memory == ZeroMemory)
        {
            _assembler.vpxorq(Vectors[register], Vectors[register], Vectors[register]);
        }
        else if (memory.Kind == MemoryKind.Constant)
        {
            _assembler.vpbroadcastq(Vectors[register], __qword_ptr[rcx + memory.Offset]);
        }
        else
        {
            _assembler.vmovdqu64(Vectors[register], Address(memory));
        }
    }

    void IVectorMover.Store(MemoryOperand memory, int register) => _assembler.vmovdqu64(Address(memory), Vectors[register]);

    private void Emit(Instruction x)
    {
        switch (x.Opcode)
        {
            case Opcode.Load:
                // Read by whoever uses it first, or kept by the first store to the same place.
                _registers.SetMemory(x.Result, MemoryOperand.Argument(x.Place));
                break;
            case Opcode.Constant:
                _registers.SetMemory(x.Result, MemoryOperand.Constant(_constants.OffsetOf(x.Literal)));
                break;
            case Opcode.LoadRow:
                _assembler.mov(rax, __qword_ptr[PointerRegister(x.Place.Base) + (x.Place.Index * VectorSize + x.Immediate * sizeof(ulong))]);
                _assembler.and(rax, -2);
                Define(x.Result, [], target => _assembler.vmovdqu64(target, __zmmword_ptr[rax + x.Part * VectorSize]));
                break;
            case Opcode.Prefetch:
                _assembler.mov(rax, __qword_ptr[PointerRegister(x.Place.Base) + (x.Place.Index * VectorSize + x.Immediate * sizeof(ulong))]);
                _assembler.prefetcht0(__byte_ptr[rax + x.Part * VectorSize]);
                break;
            case Opcode.Store:
                EmitStore(x);
                break;
            case Opcode.MultiplyLow52:
                EmitAccumulation(
                    x, (target, a, b) => _assembler.vpmadd52luq(target, a, b), (target, a, b) => _assembler.vpmadd52luq(target, a, b));
                break;
            case Opcode.MultiplyHigh52:
                EmitAccumulation(
                    x, (target, a, b) => _assembler.vpmadd52huq(target, a, b), (target, a, b) => _assembler.vpmadd52huq(target, a, b));
                break;
            case Opcode.Add:
                EmitBinary(x, true, (target, a, b) => _assembler.vpaddq(target, a, b), (target, a, b) => _assembler.vpaddq(target, a, b));
                break;
            case Opcode.Subtract:
                EmitBinary(x, false, (target, a, b) => _assembler.vpsubq(target, a, b), (target, a, b) => _assembler.vpsubq(target, a, b));
                break;
            case Opcode.And:
                EmitBinary(x, true, (target, a, b) => _assembler.vpandq(target, a, b), (target, a, b) => _assembler.vpandq(target, a, b));
                break;
            case Opcode.Or:
                EmitBinary(x, true, (target, a, b) => _assembler.vporq(target, a, b), (target, a, b) => _assembler.vporq(target, a, b));
                break;
            case Opcode.ExclusiveOr:
                EmitBinary(x, true, (target, a, b) => _assembler.vpxorq(target, a, b), (target, a, b) => _assembler.vpxorq(target, a, b));
                break;
            case Opcode.ShiftLeft:
                EmitUnary(x, (target, a) => _assembler.vpsllq(target, a, (byte)x.Immediate));
                break;
            case Opcode.ShiftRight:
                EmitUnary(x, (target, a) => _assembler.vpsrlq(target, a, (byte)x.Immediate));
                break;
            case Opcode.ShiftRightSigned:
                EmitUnary(x, (target, a) => _assembler.vpsraq(target, a, (byte)x.Immediate));
                break;
            case Opcode.ShiftRightDouble:
                EmitBinary(
                    x, false, (target, a, b) => _assembler.vpshrdq(target, a, b, (byte)x.Immediate),
                    (target, a, b) => _assembler.vpshrdq(target, a, b, (byte)x.Immediate));
                break;
            case Opcode.UnpackLow:
                EmitBinary(
                    x, false, (target, a, b) => _assembler.vpunpcklqdq(target, a, b), (target, a, b) => _assembler.vpunpcklqdq(target, a, b));
                break;
            case Opcode.UnpackHigh:
                EmitBinary(
                    x, false, (target, a, b) => _assembler.vpunpckhqdq(target, a, b), (target, a, b) => _assembler.vpunpckhqdq(target, a, b));
                break;
            case Opcode.ShufflePairs:
                EmitBinary(
                    x, false, (target, a, b) => _assembler.vshufi64x2(target, a, b, (byte)x.Immediate),
                    (target, a, b) => _assembler.vshufi64x2(target, a, b, (byte)x.Immediate));
                break;
            case Opcode.MaskOfLowestBit:
                EmitMask(x, (mask, a) => _assembler.vptestmq(mask, a, __qword_bcst[rcx + _constants.OffsetOf(1)]));
                break;
            case Opcode.MaskOfNegative:
                EmitMask(x, (mask, a) => _assembler.vpmovq2m(mask, a));
                break;
            case Opcode.NegateWhere:
                EmitNegation(x);
                break;
            case Opcode.Select:
                EmitBinary(
                    x with { A = x.B, B = x.C }, false,
                    (target, a, b) => _assembler.vpblendmq(WithMask(target, _masks[x.A]), a, b),
                    (target, a, b) => _assembler.vpblendmq(WithMask(target, _masks[x.A]), a, b));
                break;
            default:
                throw new NotSupportedException($"{x.Opcode} has no machine instruction.");
        }
    }

    /// <summary>A value that still has to be read from the place goes into a register before the place is overwritten.</summary>
    private void EmitStore(Instruction x)
    {
        var memory = MemoryOperand.Argument(x.Place);
        foreach (Value value in _registers.ValuesAt(memory))
        {
            if (value != x.A && _uses.After(value, _registers.Position) != NextUses.Never) _registers.Ensure(value, [x.A]);
            if (value != x.A) _registers.ForgetMemory(value);
        }

        int register = _registers.Ensure(x.A, []);
        _assembler.vmovdqu64(Address(memory), Vectors[register]);
        if (!_registers.IsInMemory(x.A)) _registers.SetMemory(x.A, memory);
        _registers.FreeIfDead(x.A);
    }

    private void EmitUnary(Instruction x, Action<AssemblerRegisterZMM, AssemblerRegisterZMM> emit)
    {
        AssemblerRegisterZMM a = Vectors[_registers.Ensure(x.A, [])];
        _registers.FreeIfDead(x.A);
        Define(x.Result, [x.A], target => emit(target, a));
    }

    private void EmitMask(Instruction x, Action<AssemblerRegisterK, AssemblerRegisterZMM> emit)
    {
        AssemblerRegisterK mask = Masks[_masks.Count];
        _masks.Add(x.Result, mask);
        emit(mask, Vectors[_registers.Ensure(x.A, [])]);
        _registers.FreeIfDead(x.A);
    }

    private void EmitBinary(
        Instruction x,
        bool commutes,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerRegisterZMM> emit,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerMemoryOperand> emitFolded)
    {
        (Value a, Value b) = commutes && !_registers.IsInRegister(x.A) && _registers.IsInRegister(x.B) ? (x.B, x.A) : (x.A, x.B);
        AssemblerRegisterZMM left = Vectors[_registers.Ensure(a, [b])];
        AssemblerMemoryOperand? folded = Fold(b, [a]);
        AssemblerRegisterZMM right = folded is null ? Vectors[_registers.RegisterOf(b)] : default;
        _registers.FreeIfDead(a);
        if (folded is AssemblerMemoryOperand memory)
        {
            // b's slot is free for a spilled value only after it was read.
            Define(x.Result, [], target => emitFolded(target, left, memory));
            _registers.FreeIfDead(b);
            return;
        }

        _registers.FreeIfDead(b);
        Define(x.Result, [], target => emit(target, left, right));
    }

    /// <summary>Instructions whose first operand is also their result.</summary>
    private void EmitAccumulation(
        Instruction x,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerRegisterZMM> emit,
        Action<AssemblerRegisterZMM, AssemblerRegisterZMM, AssemblerMemoryOperand> emitFolded)
    {
        (Value a, Value b) = !_registers.IsInRegister(x.A) && _registers.IsInRegister(x.B) ? (x.B, x.A) : (x.A, x.B);
        AssemblerRegisterZMM left = Vectors[_registers.Ensure(a, [b, x.C])];
        AssemblerMemoryOperand? folded = Fold(b, [a, x.C]);
        int target = Accumulator(x.C, [a, b]);
        if (folded is AssemblerMemoryOperand memory)
        {
            emitFolded(Vectors[target], left, memory);
        }
        else
        {
            emit(Vectors[target], left, Vectors[_registers.RegisterOf(b)]);
        }

        _registers.FreeIfDead(a);
        _registers.FreeIfDead(b);
        _registers.Bind(target, x.Result);
    }

    /// <summary>A register that holds the sum so far and may be overwritten; not bound to any value.</summary>
    private int Accumulator(Value sum, IReadOnlyCollection<Value> pinned)
    {
        if (_registers.IsInMemory(sum) && _registers.MemoryOf(sum) == ZeroMemory)
        {
            int zeroed = _registers.Allocate([.. pinned, sum]);
            _assembler.vpxorq(Vectors[zeroed], Vectors[zeroed], Vectors[zeroed]);
            _registers.FreeIfDead(sum);
            return zeroed;
        }

        bool isLastUse = _uses.After(sum, _registers.Position) == NextUses.Never && !pinned.Contains(sum);
        if (isLastUse)
        {
            int register = _registers.Ensure(sum, pinned);
            _registers.FreeIfDead(sum);
            return register;
        }

        if (_registers.IsInRegister(sum))
        {
            int copy = _registers.Allocate([.. pinned, sum]);
            _assembler.vmovdqa64(Vectors[copy], Vectors[_registers.RegisterOf(sum)]);
            return copy;
        }

        int loaded = _registers.Allocate([.. pinned, sum]);
        ((IVectorMover)this).Load(loaded, _registers.MemoryOf(sum));
        return loaded;
    }

    private void EmitNegation(Instruction x)
    {
        AssemblerRegisterK mask = _masks[x.A];
        int zero = _registers.Ensure(x.B, [x.C]);
        int target = Accumulator(x.C, [x.B]);
        _assembler.vpsubq(WithMask(Vectors[target], mask), Vectors[zero], Vectors[target]);
        _registers.FreeIfDead(x.B);
        _registers.Bind(target, x.Result);
    }

    /// <summary>The operand as memory if it is not in a register and not worth one; else makes sure that it is in a register.</summary>
    private AssemblerMemoryOperand? Fold(Value value, IReadOnlyCollection<Value> pinned)
    {
        if (_registers.IsInRegister(value)) return null;

        if (_registers.IsInMemory(value) && _uses.After(value, _registers.Position) - (long)_registers.Position > FoldDistance)
        {
            return Address(_registers.MemoryOf(value));
        }

        _registers.Ensure(value, pinned);
        return null;
    }

    private void Define(Value result, IReadOnlyCollection<Value> pinned, Action<AssemblerRegisterZMM> emit)
    {
        int register = _registers.Allocate(pinned);
        emit(Vectors[register]);
        _registers.Bind(register, result);
    }

    private static AssemblerRegisterZMM WithMask(AssemblerRegisterZMM register, AssemblerRegisterK mask) =>
        mask == k1 ? register.k1 : mask == k2 ? register.k2 : mask == k3 ? register.k3 : mask == k4 ? register.k4
        : mask == k5 ? register.k5 : mask == k6 ? register.k6 : register.k7;

    private static AssemblerRegister64 PointerRegister(Pointer pointer) => pointer switch
    {
        Pointer.Output => rdi,
        Pointer.First => rsi,
        _ => rdx,
    };

    private static AssemblerMemoryOperand Address(MemoryOperand memory) => memory.Kind switch
    {
        MemoryKind.Argument => __zmmword_ptr[PointerRegister(memory.Base) + memory.Offset * VectorSize],
        MemoryKind.Slot => __zmmword_ptr[rsp + memory.Offset * VectorSize],
        _ => __qword_bcst[rcx + memory.Offset],
    };
}
