using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>The fields of edwards25519 by their radix, and integers in their limbs.</summary>
internal static class EdwardsFields
{
    public static Field Create(int width, KernelProgram program) =>
        width == 52 ? new Field25519(program) : new Field25519Narrow(program, new Field29Routines(program.Lanes));

    public static ulong Limb(Field fp, BigInteger value, int index) => (ulong)(index == fp.LimbCount - 1
        ? value >> (fp.Width * index)
        : (value >> (fp.Width * index)) & ((1UL << fp.Width) - 1));

    public static BigInteger Read(Field fp, Dictionary<Place, ulong[]> memory, Place place, int lane)
    {
        BigInteger value = 0;
        for (int i = fp.LimbCount - 1; i >= 0; i--)
        {
            value = (value << fp.Width) + memory[place.Next(i)][lane];
        }

        return value;
    }

    public static void Write(Field fp, Dictionary<Place, ulong[]> memory, Place place, IReadOnlyList<BigInteger> lanes)
    {
        for (int i = 0; i < fp.LimbCount; i++)
        {
            memory[place.Next(i)] = [.. lanes.Select(value => Limb(fp, value, i))];
        }
    }
}
