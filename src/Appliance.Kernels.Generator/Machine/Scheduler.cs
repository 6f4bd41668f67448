using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Machine;

/// <summary>
/// Orders a program for a processor that looks ahead a few hundred instructions: formulas have three or four products that do not depend on each
/// other, but written one after the other they are too far apart to overlap.
/// </summary>
/// <remarks>
/// List scheduling by the longest path to the end, among the first <paramref name="window"/> instructions in the order of the
/// formula that are not placed yet: a wider window finds more to overlap and spills more.
/// </remarks>
/// <param name="window">Instructions considered at a time.</param>
public sealed class Scheduler(int window)
{
    private const int ProductsPerCycle = 2;
    private const int InstructionsPerCycle = 4;
    private const int ProductLatency = 4;
    private const int OtherLatency = 1;

    /// <summary>The instructions in their new order.</summary>
    public IReadOnlyList<Instruction> Order(KernelProgram program)
    {
        IReadOnlyList<Instruction> instructions = program.Instructions;
        List<int>[] successors = Successors(instructions, out int[] missing);
        int[] priority = Priorities(instructions, successors);
        var earliest = new int[instructions.Count];
        var isPlaced = new bool[instructions.Count];
        var order = new List<Instruction>(instructions.Count);
        int first = 0;
        for (int cycle = 0; order.Count < instructions.Count; cycle++)
        {
            int products = 0;
            for (int slot = 0; slot < InstructionsPerCycle; slot++)
            {
                int best = -1;
                int seen = 0;
                for (int i = first; i < instructions.Count && seen < window; i++)
                {
                    if (isPlaced[i]) continue;

                    seen++;
                    bool fits = missing[i] == 0 && earliest[i] <= cycle && !(IsProduct(instructions[i]) && products == ProductsPerCycle);
                    if (fits && (best < 0 || priority[i] > priority[best])) best = i;
                }

                if (best < 0) break;

                if (IsProduct(instructions[best])) products++;
                isPlaced[best] = true;
                order.Add(instructions[best]);
                foreach (int successor in successors[best])
                {
                    missing[successor]--;
                    earliest[successor] = Math.Max(earliest[successor], cycle + Latency(instructions[best]));
                }

                while (first < instructions.Count && isPlaced[first])
                {
                    first++;
                }
            }
        }

        return order;
    }

    private static bool IsProduct(Instruction instruction) =>
        instruction.Opcode is Opcode.MultiplyLow52 or Opcode.MultiplyHigh52 or Opcode.Multiply32;

    private static int Latency(Instruction instruction) => instruction.Opcode switch
    {
        Opcode.Load or Opcode.Constant => 0,
        Opcode.MultiplyLow52 or Opcode.MultiplyHigh52 or Opcode.Multiply32 => ProductLatency,
        _ => OtherLatency,
    };

    /// <summary>Who waits for whom: values, and loads and stores of the same place in their order.</summary>
    private static List<int>[] Successors(IReadOnlyList<Instruction> instructions, out int[] missing)
    {
        var successors = new List<int>[instructions.Count];
        missing = new int[instructions.Count];
        var definition = new Dictionary<Value, int>();
        var lastStore = new Dictionary<Place, int>();
        var lastLoads = new Dictionary<Place, List<int>>();
        for (int i = 0; i < instructions.Count; i++)
        {
            successors[i] = [];
            Instruction instruction = instructions[i];
            var predecessors = new HashSet<int>();
            foreach (Value operand in instruction.Operands)
            {
                predecessors.Add(definition[operand]);
            }

            if (instruction.Result.Exists) definition[instruction.Result] = i;
            if (instruction.Opcode == Opcode.Load)
            {
                if (lastStore.TryGetValue(instruction.Place, out int store)) predecessors.Add(store);
                if (!lastLoads.TryGetValue(instruction.Place, out List<int>? loads)) lastLoads[instruction.Place] = loads = [];
                loads.Add(i);
            }
            else if (instruction.Opcode == Opcode.Store)
            {
                if (lastStore.TryGetValue(instruction.Place, out int store)) predecessors.Add(store);
                if (lastLoads.TryGetValue(instruction.Place, out List<int>? loads)) predecessors.UnionWith(loads);
                lastStore[instruction.Place] = i;
            }

            foreach (int predecessor in predecessors)
            {
                successors[predecessor].Add(i);
                missing[i]++;
            }
        }

        return successors;
    }

    private static int[] Priorities(IReadOnlyList<Instruction> instructions, List<int>[] successors)
    {
        var priority = new int[instructions.Count];
        for (int i = instructions.Count - 1; i >= 0; i--)
        {
            int longest = 0;
            foreach (int successor in successors[i])
            {
                longest = Math.Max(longest, priority[successor]);
            }

            priority[i] = longest + Latency(instructions[i]);
        }

        return priority;
    }
}
