namespace Appliance.Kernels;

/// <summary>Scalar multiplication on lanes in two halves, k1 Q + k2 (lambda Q): half the doublings.</summary>
internal static unsafe class VectorEndomorphism<TKernels, TCurve>
    where TKernels : IVectorKernels
    where TCurve : struct, ICurve
{
    private const int WordsPerHalf = 3;

    private static int Lanes => TKernels.Lanes;

    /// <summary>Splits a group's recoded scalars.</summary>
    /// <param name="scalar">Four vectors of (k - 1) / 2 for an odd k, and one that is 1 in lanes where n - k is meant.</param>
    /// <param name="halves">Three vectors for each half, then the same signs.</param>
    public static void Split(ulong* scalar, ulong* halves)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            var half = new UInt256(scalar[lane], scalar[Lanes + lane], scalar[2 * Lanes + lane], scalar[3 * Lanes + lane]);
            TCurve.SplitOdd(UInt256.Add(half, UInt256.Add(half, new UInt256(1, 0, 0, 0), out _), out _), out UInt256 first, out UInt256 second);
            Put(halves + lane, first);
            Put(halves + WordsPerHalf * Lanes + lane, second);
            halves[2 * WordsPerHalf * Lanes + lane] = scalar[VectorWorkspace<TKernels>.IntegerSize * Lanes + lane];
        }
    }

    /// <summary>Completes a sum that holds the first half's highest digit; <paramref name="steps"/> begin with the second half's.</summary>
    public static void AddWindows(ulong* point, ulong* steps, int windows)
    {
        TKernels.AddImage(point, steps, null, 1);
        for (int window = 1; window < windows; window++)
        {
            ulong* pair = steps + (2 * window - 1) * Lanes;
            TKernels.AddWindow(point, pair, null, 1);
            TKernels.AddImage(point, pair + Lanes, null, 1);
        }
    }

    private static void Put(ulong* words, in UInt256 half)
    {
        words[0] = half.W0;
        words[Lanes] = half.W1;
        words[2 * Lanes] = half.W2;
    }
}
