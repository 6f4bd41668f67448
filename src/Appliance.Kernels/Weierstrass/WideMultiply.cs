using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>The upper half of a 64 x 64 bit product.</summary>
internal static class WideMultiply
{
    /// <remarks>
    /// On x86 <see cref="Math.BigMul(ulong, ulong, out ulong)"/> returns the low half through memory; taking the halves from two
    /// separate multiplications is faster. Elsewhere the compiler drops the low half by itself.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong High(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
