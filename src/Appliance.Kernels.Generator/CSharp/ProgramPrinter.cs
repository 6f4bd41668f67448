using System.Globalization;
using System.Text;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.CSharp;

/// <summary>
/// A program as C# statements: few locals, each used again and again, because .NET's compiler gives up on methods with a local per value; loads and
/// constants are written where they are used, so that they become operands in memory.
/// </summary>
internal sealed class ProgramPrinter
{
    private readonly VectorSyntax _syntax;
    private readonly KernelProgram _program;
    private readonly int _elementSize;
    private readonly string _indent;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Value, int> _lastUse = [];
    private readonly Dictionary<Value, string> _expressions = [];
    private readonly Dictionary<Value, int> _localOf = [];
    private readonly Stack<int> _freeLocals = new();
    private readonly List<(IReadOnlyList<Value> Values, int Block)> _blocks = [];
    private readonly Stack<int> _freeBlocks = new();
    private readonly HashSet<Value> _overwritten = [];
    private int _position;

    public ProgramPrinter(VectorSyntax syntax, KernelProgram program, int elementSize, string indent)
    {
        _syntax = syntax;
        _program = program;
        _elementSize = elementSize;
        _indent = indent;
        IReadOnlyList<Instruction> instructions = program.Instructions;
        for (int i = 0; i < instructions.Count; i++)
        {
            foreach (Value operand in instructions[i].Operands)
            {
                _lastUse[operand] = i;
            }
        }

        FindOverwritten(instructions);
    }

    /// <summary>Locals that the statements need, named v0 and so on.</summary>
    public int Locals { get; private set; }

    /// <summary>Blocks of scratch memory, one element each.</summary>
    public int Blocks { get; private set; }

    public string Print()
    {
        for (_position = 0; _position < _program.Instructions.Count; _position++)
        {
            Print(_program.Instructions[_position]);
        }

        return _text.ToString();
    }

    /// <summary>Loads of places that are written before the value's last use: they are read at once.</summary>
    private void FindOverwritten(IReadOnlyList<Instruction> instructions)
    {
        var loads = new Dictionary<Place, List<Value>>();
        for (int i = 0; i < instructions.Count; i++)
        {
            Instruction x = instructions[i];
            if (x.Opcode == Opcode.Load)
            {
                if (!loads.TryGetValue(x.Place, out List<Value>? values)) loads[x.Place] = values = [];
                values.Add(x.Result);
            }
            else if (x.Opcode == Opcode.Store && loads.TryGetValue(x.Place, out List<Value>? values))
            {
                _overwritten.UnionWith(values.Where(value => _lastUse.GetValueOrDefault(value, -1) > i));
            }
        }
    }

    private void Print(Instruction x)
    {
        switch (x.Opcode)
        {
            case Opcode.Load when !_overwritten.Contains(x.Result):
                _expressions[x.Result] = _syntax.Load(_syntax.Address(x.Place));
                break;
            case Opcode.Load:
                Define(x.Result, _syntax.Load(_syntax.Address(x.Place)));
                break;
            case Opcode.Constant:
                _expressions[x.Result] = _syntax.Constant(x.Literal);
                break;
            case Opcode.Store:
                Line($"({_expressions[x.A]}).Store({_syntax.Address(x.Place)});");
                Release(x);
                break;
            case Opcode.Prefetch:
                Line(_syntax.Prefetch(x));
                break;
            case Opcode.Call:
                PrintCall(x);
                break;
            default:
                string expression = _syntax.Expression(x, Operand(x.A), Operand(x.B), Operand(x.C));
                Release(x);
                Define(x.Result, expression);
                break;
        }
    }

    private string Operand(Value value) => value.Exists ? _expressions[value] : "";

    private void Define(Value result, string expression)
    {
        int local = _freeLocals.Count > 0 ? _freeLocals.Pop() : Locals++;
        _localOf[result] = local;
        _expressions[result] = string.Create(CultureInfo.InvariantCulture, $"v{local}");
        Line($"{_expressions[result]} = {expression};");
        if (!_lastUse.ContainsKey(result)) FreeLocal(result);
    }

    private void PrintCall(Instruction x)
    {
        string[] arguments = [.. x.Arguments.Select(AddressOf)];
        Release(x);
        int block = AllocateBlock(x.Results);
        for (int i = 0; i < x.Results.Count; i++)
        {
            _expressions[x.Results[i]] = _syntax.Load(ScratchAddress(block, i));
        }

        Line($"{x.Routine!.Name}({ScratchAddress(block, 0)}, {string.Join(", ", arguments)});");
    }

    /// <summary>Where an element's limbs stand one after the other; writes them there if need be.</summary>
    private string AddressOf(IReadOnlyList<Value> limbs)
    {
        if (PlaceOf(limbs) is Place place) return _syntax.Address(place);

        foreach ((IReadOnlyList<Value> values, int known) in _blocks)
        {
            if (values.SequenceEqual(limbs)) return ScratchAddress(known, 0);
        }

        int block = AllocateBlock(limbs);
        for (int i = 0; i < limbs.Count; i++)
        {
            Line($"({_expressions[limbs[i]]}).Store({ScratchAddress(block, i)});");
            FreeLocal(limbs[i]);
            _expressions[limbs[i]] = _syntax.Load(ScratchAddress(block, i));
        }

        return ScratchAddress(block, 0);
    }

    /// <summary>The memory that an element was loaded from, if it still stands there.</summary>
    private Place? PlaceOf(IReadOnlyList<Value> limbs)
    {
        Place? first = null;
        for (int i = 0; i < limbs.Count; i++)
        {
            Instruction? load = _program.Instructions.FirstOrDefault(x => x.Result == limbs[i]);
            if (load is not { Opcode: Opcode.Load } || _overwritten.Contains(limbs[i])) return null;

            first ??= load.Place;
            if (load.Place != first.Value.Next(i)) return null;
        }

        return first;
    }

    private int AllocateBlock(IReadOnlyList<Value> values)
    {
        int block = _freeBlocks.Count > 0 ? _freeBlocks.Pop() : Blocks++;
        _blocks.Add((values, block));
        return block;
    }

    private string ScratchAddress(int block, int limb) => _syntax.Address("scratch", block * _elementSize + limb);

    /// <summary>Frees locals and blocks of operands that no later instruction uses.</summary>
    private void Release(Instruction x)
    {
        foreach (Value operand in x.Operands.Distinct())
        {
            if (_lastUse[operand] == _position) FreeLocal(operand);
        }

        for (int i = _blocks.Count - 1; i >= 0; i--)
        {
            if (_blocks[i].Values.All(value => _lastUse.GetValueOrDefault(value, -1) <= _position))
            {
                _freeBlocks.Push(_blocks[i].Block);
                _blocks.RemoveAt(i);
            }
        }
    }

    private void FreeLocal(Value value)
    {
        if (_localOf.Remove(value, out int local)) _freeLocals.Push(local);
    }

    private void Line(string statement) => _text.Append(_indent).Append(statement).Append('\n');
}
