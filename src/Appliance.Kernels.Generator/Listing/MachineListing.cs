using System.Globalization;
using System.Text;
using Iced.Intel;

namespace Appliance.Kernels.Generator.Listing;

/// <summary>
/// Machine code in Intel's notation, disassembled from its bytes: one instruction a line with its offset in the image, and behind it the constant that
/// it reads.
/// </summary>
/// <param name="constants">The words behind the pointer to constants, which is rcx in every kernel.</param>
public sealed class MachineListing(IReadOnlyList<ulong> constants)
{
    private const int CommentColumn = 64;

    private readonly NasmFormatter _formatter = new()
    {
        Options =
        {
            HexPrefix = "0x",
            HexSuffix = string.Empty,
            UppercaseHex = false,
            SpaceAfterOperandSeparator = true,
            SpaceBetweenMemoryAddOperators = true,
            RipRelativeAddresses = true,
            BranchLeadingZeros = false,
        },
    };

    /// <summary>The listing of one kernel.</summary>
    public string Print(PlacedKernel kernel)
    {
        var lines = new StringBuilder();
        var decoder = Iced.Intel.Decoder.Create(bitness: 64, kernel.Code, (ulong)kernel.Offset);
        ulong end = (ulong)(kernel.Offset + kernel.Code.Length);
        while (decoder.IP < end)
        {
            Instruction instruction = decoder.Decode();
            var text = new StringOutput();
            _formatter.Format(instruction, text);
            string line = string.Create(CultureInfo.InvariantCulture, $"{instruction.IP:x5}  {text.ToStringAndReset()}");
            lines.Append(ConstantOf(instruction) is { } constant
                ? string.Create(CultureInfo.InvariantCulture, $"{line.PadRight(CommentColumn)} ; 0x{constant:x}")
                : line);
            lines.Append('\n');
        }

        return lines.ToString();
    }

    private ulong? ConstantOf(in Instruction instruction) =>
        instruction.MemoryBase == Register.RCX ? constants[(int)(instruction.MemoryDisplacement64 / sizeof(ulong))] : null;
}
