using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Machine;

/// <summary>
/// Which value is in which vector register and where each value can be read from memory. A register is taken from the value whose next use
/// is furthest away (Belady's rule), values that memory holds already going first.
/// </summary>
internal sealed class RegisterFile(int registers, NextUses uses, IVectorMover mover)
{
    /// <summary>Twice the distance plus this: the price of storing a value first, in instructions.</summary>
    private const int StorePenalty = 4;

    private readonly Value[] _content = [.. Enumerable.Repeat(Value.None, registers)];
    private readonly Dictionary<Value, int> _registerOf = [];
    private readonly Dictionary<Value, MemoryOperand> _memoryOf = [];
    private readonly Stack<int> _freeSlots = new();

    /// <summary>Spill slots used so far.</summary>
    public int Slots { get; private set; }

    /// <summary>Position of the current instruction.</summary>
    public int Position { get; set; }

    public bool IsInRegister(Value value) => _registerOf.ContainsKey(value);

    public int RegisterOf(Value value) => _registerOf[value];

    public bool IsInMemory(Value value) => _memoryOf.ContainsKey(value);

    public MemoryOperand MemoryOf(Value value) => _memoryOf[value];

    /// <summary>Tells where a value can be read from, without reading it.</summary>
    public void SetMemory(Value value, MemoryOperand memory) => _memoryOf[value] = memory;

    /// <summary>Values that memory at a place holds and that are still needed.</summary>
    public IReadOnlyList<Value> ValuesAt(MemoryOperand memory) =>
        [.. _memoryOf.Where(pair => pair.Value == memory).Select(pair => pair.Key)];

    public void ForgetMemory(Value value) => _memoryOf.Remove(value);

    /// <summary>Brings a value into a register, sparing the pinned ones.</summary>
    public int Ensure(Value value, IReadOnlyCollection<Value> pinned)
    {
        if (_registerOf.TryGetValue(value, out int register)) return register;

        register = Allocate(pinned);
        mover.Load(register, _memoryOf[value]);
        Bind(register, value);
        return register;
    }

    /// <summary>A register whose former content nobody needs there any more.</summary>
    public int Allocate(IReadOnlyCollection<Value> pinned)
    {
        int free = Array.IndexOf(_content, Value.None);
        if (free >= 0) return free;

        int best = -1;
        long bestScore = -1;
        for (int register = 0; register < _content.Length; register++)
        {
            Value value = _content[register];
            if (pinned.Contains(value)) continue;

            long score = uses.After(value, Position - 1) - (long)Position;
            if (IsInMemory(value)) score = score * 2 + StorePenalty;
            if (score > bestScore) (bestScore, best) = (score, register);
        }

        Value evicted = _content[best];
        if (!IsInMemory(evicted))
        {
            int slot = _freeSlots.Count > 0 ? _freeSlots.Pop() : Slots++;
            var memory = MemoryOperand.Slot(slot);
            mover.Store(memory, best);
            _memoryOf[evicted] = memory;
        }

        _registerOf.Remove(evicted);
        _content[best] = Value.None;
        return best;
    }

    public void Bind(int register, Value value)
    {
        _content[register] = value;
        _registerOf[value] = register;
    }

    /// <summary>Takes a value out of its register, which the caller gives to another value at once.</summary>
    public int Release(Value value)
    {
        int register = _registerOf[value];
        _registerOf.Remove(value);
        _content[register] = Value.None;
        return register;
    }

    /// <summary>Frees what a value occupies if no later instruction uses it.</summary>
    public void FreeIfDead(Value value)
    {
        if (uses.After(value, Position) != NextUses.Never) return;

        if (_registerOf.ContainsKey(value)) Release(value);
        if (_memoryOf.Remove(value, out MemoryOperand memory) && memory.Kind == MemoryKind.Slot) _freeSlots.Push(memory.Offset);
    }
}
