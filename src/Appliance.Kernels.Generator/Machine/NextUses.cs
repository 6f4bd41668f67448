using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Machine;

/// <summary>Where each value of a program is used next.</summary>
internal sealed class NextUses
{
    public const int Never = int.MaxValue;

    private readonly List<int>[] _uses;

    public NextUses(IReadOnlyList<Instruction> instructions, int valueCount)
    {
        _uses = new List<int>[valueCount];
        for (int i = 0; i < _uses.Length; i++)
        {
            _uses[i] = [];
        }

        for (int position = 0; position < instructions.Count; position++)
        {
            foreach (Value operand in instructions[position].Operands.Distinct())
            {
                _uses[operand.Id].Add(position);
            }
        }
    }

    public bool IsUsed(Value value) => _uses[value.Id].Count > 0;

    /// <summary>Position of the first use after <paramref name="position"/>.</summary>
    public int After(Value value, int position)
    {
        List<int> uses = _uses[value.Id];
        int index = uses.BinarySearch(position);
        index = index < 0 ? ~index : index + 1;
        return index < uses.Count ? uses[index] : Never;
    }
}
