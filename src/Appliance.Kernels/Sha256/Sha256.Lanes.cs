using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// The compression function of SHA-256 on one block of every lane. A few rounds to a loop's body: beyond 512 locals the JIT stops
/// inlining, and then keeps the variables in memory. Message words are read from memory, which the processor does beside its arithmetic.
/// </summary>
internal readonly unsafe struct Sha256Lanes<TLanes, TVector> : INodeCompression<TVector>
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
{
    private const int Rounds = Sha256Compression.Rounds;
    private const int RoundsPerStep = 8;

    public static ReadOnlySpan<uint> InitialState => Sha256Compression.InitialState;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(TVector* states, TVector* work, TVector* w, int groups)
    {
        uint* k = Sha256Compression.Constants;
        uint* extended = k + Schedule.BlockWords;
        if (groups == 1)
        {
            Given(states, work, w, k, extended);
            Extending(work, w + Schedule.BlockWords, extended, k + Rounds);
        }
        else
        {
            GivenPair(states, work, w, k, extended);
            ExtendingPair(work, w + Schedule.BlockWords, extended, k + Rounds);
        }

        Absorb(states, work, groups);
    }

    public static void PrepareNodeEnd(TVector* w) => Expand(w, Schedule.NodeEnd, 2 * Schedule.BlockWords);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressNodeEnd(TVector* states, TVector* work, TVector* w, int groups)
    {
        for (int group = 0; group < groups; group++)
        {
            ExtendNodeEnd(w + group * Schedule.Pitch);
        }

        uint* k = Sha256Compression.Constants;
        uint* extended = k + 2 * Schedule.BlockWords;
        if (groups == 1)
        {
            Given(states, work, w, k, extended);
            Extending(work, w + 2 * Schedule.BlockWords, extended, k + Rounds);
        }
        else
        {
            GivenPair(states, work, w, k, extended);
            ExtendingPair(work, w + 2 * Schedule.BlockWords, extended, k + Rounds);
        }

        Absorb(states, work, groups);
    }

    public static void PreparePairEnd(TVector* w) => Expand(w, Schedule.PairEnd, Rounds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressPairEnd(TVector* states, TVector* work, TVector* w, int groups)
    {
        uint* k = Sha256Compression.Constants;
        if (groups == 1)
        {
            Given(states, work, w, k, k + Rounds);
        }
        else
        {
            GivenPair(states, work, w, k, k + Rounds);
        }

        Absorb(states, work, groups);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand(TVector* w, ReadOnlySpan<uint> block, int words)
    {
        for (int i = 0; i < block.Length; i++)
        {
            w[i] = TLanes.Broadcast(block[i]);
        }

        for (int i = block.Length; i < words; i++)
        {
            w[i] = Extend(w[i - 16], w[i - 15], w[i - 7], w[i - 2]);
        }
    }

    /// <summary>The words 16 to 31, of which 17, 19 and 21 depend on constants alone: most of the sixteen before are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtendNodeEnd(TVector* w)
    {
        w[16] = w[0];
        w[18] = SmallSigma1(w[16]);
        w[20] = SmallSigma1(w[18]);
        w[22] = TLanes.Add(w[15], SmallSigma1(w[20]));
        w[23] = TLanes.Add(w[16], SmallSigma1(w[21]));
        w[24] = TLanes.Add(w[17], SmallSigma1(w[22]));
        w[25] = TLanes.Add(w[18], SmallSigma1(w[23]));
        w[26] = TLanes.Add(w[19], SmallSigma1(w[24]));
        w[27] = TLanes.Add(w[20], SmallSigma1(w[25]));
        w[28] = TLanes.Add(w[21], SmallSigma1(w[26]));
        w[29] = TLanes.Add(w[22], SmallSigma1(w[27]));
        w[30] = TLanes.Add(TLanes.Add(w[23], SmallSigma0(w[15])), SmallSigma1(w[28]));
        w[31] = TLanes.Add(TLanes.Add(TLanes.Add(w[15], w[24]), SmallSigma0(w[16])), SmallSigma1(w[29]));
    }

    /// <summary>Rounds whose message words stand in <paramref name="w"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Given(TVector* from, TVector* work, TVector* w, uint* k, uint* end)
    {
        TVector a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            Round(a, b, c, ref d, e, f, g, ref h, TLanes.Add(w[0], TLanes.Broadcast(k[0])));
            Round(h, a, b, ref c, d, e, f, ref g, TLanes.Add(w[1], TLanes.Broadcast(k[1])));
            Round(g, h, a, ref b, c, d, e, ref f, TLanes.Add(w[2], TLanes.Broadcast(k[2])));
            Round(f, g, h, ref a, b, c, d, ref e, TLanes.Add(w[3], TLanes.Broadcast(k[3])));
            Round(e, f, g, ref h, a, b, c, ref d, TLanes.Add(w[4], TLanes.Broadcast(k[4])));
            Round(d, e, f, ref g, h, a, b, ref c, TLanes.Add(w[5], TLanes.Broadcast(k[5])));
            Round(c, d, e, ref f, g, h, a, ref b, TLanes.Add(w[6], TLanes.Broadcast(k[6])));
            Round(b, c, d, ref e, f, g, h, ref a, TLanes.Add(w[7], TLanes.Broadcast(k[7])));
        }

        work[0] = a;
        work[1] = b;
        work[2] = c;
        work[3] = d;
        work[4] = e;
        work[5] = f;
        work[6] = g;
        work[7] = h;
    }

    /// <summary>Rounds whose message words are computed from the sixteen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extending(TVector* work, TVector* w, uint* k, uint* end)
    {
        TVector a = work[0], b = work[1], c = work[2], d = work[3], e = work[4], f = work[5], g = work[6], h = work[7];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            w[0] = Extend(w[-16], w[-15], w[-7], w[-2]);
            Round(a, b, c, ref d, e, f, g, ref h, TLanes.Add(w[0], TLanes.Broadcast(k[0])));
            w[1] = Extend(w[-15], w[-14], w[-6], w[-1]);
            Round(h, a, b, ref c, d, e, f, ref g, TLanes.Add(w[1], TLanes.Broadcast(k[1])));
            w[2] = Extend(w[-14], w[-13], w[-5], w[0]);
            Round(g, h, a, ref b, c, d, e, ref f, TLanes.Add(w[2], TLanes.Broadcast(k[2])));
            w[3] = Extend(w[-13], w[-12], w[-4], w[1]);
            Round(f, g, h, ref a, b, c, d, ref e, TLanes.Add(w[3], TLanes.Broadcast(k[3])));
            w[4] = Extend(w[-12], w[-11], w[-3], w[2]);
            Round(e, f, g, ref h, a, b, c, ref d, TLanes.Add(w[4], TLanes.Broadcast(k[4])));
            w[5] = Extend(w[-11], w[-10], w[-2], w[3]);
            Round(d, e, f, ref g, h, a, b, ref c, TLanes.Add(w[5], TLanes.Broadcast(k[5])));
            w[6] = Extend(w[-10], w[-9], w[-1], w[4]);
            Round(c, d, e, ref f, g, h, a, ref b, TLanes.Add(w[6], TLanes.Broadcast(k[6])));
            w[7] = Extend(w[-9], w[-8], w[0], w[5]);
            Round(b, c, d, ref e, f, g, h, ref a, TLanes.Add(w[7], TLanes.Broadcast(k[7])));
        }

        work[0] = a;
        work[1] = b;
        work[2] = c;
        work[3] = d;
        work[4] = e;
        work[5] = f;
        work[6] = g;
        work[7] = h;
    }

    /// <summary>The same rounds of two groups in turn: each hides the other's latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GivenPair(TVector* from, TVector* work, TVector* w, uint* k, uint* end)
    {
        TVector aX = from[0], bX = from[1], cX = from[2], dX = from[3], eX = from[4], fX = from[5], gX = from[6], hX = from[7];
        TVector aY = from[8], bY = from[9], cY = from[10], dY = from[11], eY = from[12], fY = from[13], gY = from[14], hY = from[15];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            RoundPair(
                aX, bX, cX, ref dX, eX, fX, gX, ref hX, w[0],
                aY, bY, cY, ref dY, eY, fY, gY, ref hY, w[Schedule.Pitch], TLanes.Broadcast(k[0]));
            RoundPair(
                hX, aX, bX, ref cX, dX, eX, fX, ref gX, w[1],
                hY, aY, bY, ref cY, dY, eY, fY, ref gY, w[Schedule.Pitch + 1], TLanes.Broadcast(k[1]));
            RoundPair(
                gX, hX, aX, ref bX, cX, dX, eX, ref fX, w[2],
                gY, hY, aY, ref bY, cY, dY, eY, ref fY, w[Schedule.Pitch + 2], TLanes.Broadcast(k[2]));
            RoundPair(
                fX, gX, hX, ref aX, bX, cX, dX, ref eX, w[3],
                fY, gY, hY, ref aY, bY, cY, dY, ref eY, w[Schedule.Pitch + 3], TLanes.Broadcast(k[3]));
            RoundPair(
                eX, fX, gX, ref hX, aX, bX, cX, ref dX, w[4],
                eY, fY, gY, ref hY, aY, bY, cY, ref dY, w[Schedule.Pitch + 4], TLanes.Broadcast(k[4]));
            RoundPair(
                dX, eX, fX, ref gX, hX, aX, bX, ref cX, w[5],
                dY, eY, fY, ref gY, hY, aY, bY, ref cY, w[Schedule.Pitch + 5], TLanes.Broadcast(k[5]));
            RoundPair(
                cX, dX, eX, ref fX, gX, hX, aX, ref bX, w[6],
                cY, dY, eY, ref fY, gY, hY, aY, ref bY, w[Schedule.Pitch + 6], TLanes.Broadcast(k[6]));
            RoundPair(
                bX, cX, dX, ref eX, fX, gX, hX, ref aX, w[7],
                bY, cY, dY, ref eY, fY, gY, hY, ref aY, w[Schedule.Pitch + 7], TLanes.Broadcast(k[7]));
        }

        work[0] = aX;
        work[1] = bX;
        work[2] = cX;
        work[3] = dX;
        work[4] = eX;
        work[5] = fX;
        work[6] = gX;
        work[7] = hX;
        work[8] = aY;
        work[9] = bY;
        work[10] = cY;
        work[11] = dY;
        work[12] = eY;
        work[13] = fY;
        work[14] = gY;
        work[15] = hY;
    }

    /// <summary>The same rounds of two groups in turn: each hides the other's latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtendingPair(TVector* work, TVector* w, uint* k, uint* end)
    {
        TVector aX = work[0], bX = work[1], cX = work[2], dX = work[3], eX = work[4], fX = work[5], gX = work[6], hX = work[7];
        TVector aY = work[8], bY = work[9], cY = work[10], dY = work[11], eY = work[12], fY = work[13], gY = work[14], hY = work[15];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            ExtendPair(w, out TVector w0X, out TVector w0Y);
            RoundPair(
                aX, bX, cX, ref dX, eX, fX, gX, ref hX, w0X,
                aY, bY, cY, ref dY, eY, fY, gY, ref hY, w0Y, TLanes.Broadcast(k[0]));
            ExtendPair(w + 1, out TVector w1X, out TVector w1Y);
            RoundPair(
                hX, aX, bX, ref cX, dX, eX, fX, ref gX, w1X,
                hY, aY, bY, ref cY, dY, eY, fY, ref gY, w1Y, TLanes.Broadcast(k[1]));
            ExtendPair(w + 2, out TVector w2X, out TVector w2Y);
            RoundPair(
                gX, hX, aX, ref bX, cX, dX, eX, ref fX, w2X,
                gY, hY, aY, ref bY, cY, dY, eY, ref fY, w2Y, TLanes.Broadcast(k[2]));
            ExtendPair(w + 3, out TVector w3X, out TVector w3Y);
            RoundPair(
                fX, gX, hX, ref aX, bX, cX, dX, ref eX, w3X,
                fY, gY, hY, ref aY, bY, cY, dY, ref eY, w3Y, TLanes.Broadcast(k[3]));
            ExtendPair(w + 4, out TVector w4X, out TVector w4Y);
            RoundPair(
                eX, fX, gX, ref hX, aX, bX, cX, ref dX, w4X,
                eY, fY, gY, ref hY, aY, bY, cY, ref dY, w4Y, TLanes.Broadcast(k[4]));
            ExtendPair(w + 5, out TVector w5X, out TVector w5Y);
            RoundPair(
                dX, eX, fX, ref gX, hX, aX, bX, ref cX, w5X,
                dY, eY, fY, ref gY, hY, aY, bY, ref cY, w5Y, TLanes.Broadcast(k[5]));
            ExtendPair(w + 6, out TVector w6X, out TVector w6Y);
            RoundPair(
                cX, dX, eX, ref fX, gX, hX, aX, ref bX, w6X,
                cY, dY, eY, ref fY, gY, hY, aY, ref bY, w6Y, TLanes.Broadcast(k[6]));
            ExtendPair(w + 7, out TVector w7X, out TVector w7Y);
            RoundPair(
                bX, cX, dX, ref eX, fX, gX, hX, ref aX, w7X,
                bY, cY, dY, ref eY, fY, gY, hY, ref aY, w7Y, TLanes.Broadcast(k[7]));
        }

        work[0] = aX;
        work[1] = bX;
        work[2] = cX;
        work[3] = dX;
        work[4] = eX;
        work[5] = fX;
        work[6] = gX;
        work[7] = hX;
        work[8] = aY;
        work[9] = bY;
        work[10] = cY;
        work[11] = dY;
        work[12] = eY;
        work[13] = fY;
        work[14] = gY;
        work[15] = hY;
    }

    /// <summary>The states absorb the working variables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Absorb(TVector* states, TVector* work, int groups)
    {
        for (int i = 0; i < groups * Schedule.StateWords; i++)
        {
            states[i] = TLanes.Add(states[i], work[i]);
        }
    }

    /// <summary>One round; the caller renames the variables instead of moving their values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h, TVector kw)
    {
        TVector t = TLanes.Add(
            TLanes.Add(TLanes.Add(h, kw), TLanes.Select(e, f, g)),
            TLanes.Xor(TLanes.RotateLeft(e, 32 - 6), TLanes.RotateLeft(e, 32 - 11), TLanes.RotateLeft(e, 32 - 25)));
        d = TLanes.Add(d, t);
        h = TLanes.Add(
            TLanes.Add(t, TLanes.Majority(a, b, c)),
            TLanes.Xor(TLanes.RotateLeft(a, 32 - 2), TLanes.RotateLeft(a, 32 - 13), TLanes.RotateLeft(a, 32 - 22)));
    }

    /// <summary>
    /// A round of two groups, operation by operation in turn: neither waits for itself, and rotations, which only half of a Zen 4 processor's
    /// pipes compute, come in runs of which each pipe gets its share.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundPair(
        TVector aX, TVector bX, TVector cX, ref TVector dX, TVector eX, TVector fX, TVector gX, ref TVector hX, TVector wX,
        TVector aY, TVector bY, TVector cY, ref TVector dY, TVector eY, TVector fY, TVector gY, ref TVector hY, TVector wY, TVector k)
    {
        TVector kwX = TLanes.Add(wX, k);
        TVector kwY = TLanes.Add(wY, k);
        TVector e6X = TLanes.RotateLeft(eX, 32 - 6);
        TVector e6Y = TLanes.RotateLeft(eY, 32 - 6);
        TVector e11X = TLanes.RotateLeft(eX, 32 - 11);
        TVector e11Y = TLanes.RotateLeft(eY, 32 - 11);
        TVector e25X = TLanes.RotateLeft(eX, 32 - 25);
        TVector e25Y = TLanes.RotateLeft(eY, 32 - 25);
        TVector tX = TLanes.Add(hX, kwX);
        TVector tY = TLanes.Add(hY, kwY);
        TVector chosenX = TLanes.Select(eX, fX, gX);
        TVector chosenY = TLanes.Select(eY, fY, gY);
        TVector sigma1X = TLanes.Xor(e6X, e11X, e25X);
        TVector sigma1Y = TLanes.Xor(e6Y, e11Y, e25Y);
        tX = TLanes.Add(tX, chosenX);
        tY = TLanes.Add(tY, chosenY);
        TVector a2X = TLanes.RotateLeft(aX, 32 - 2);
        TVector a2Y = TLanes.RotateLeft(aY, 32 - 2);
        TVector a13X = TLanes.RotateLeft(aX, 32 - 13);
        TVector a13Y = TLanes.RotateLeft(aY, 32 - 13);
        TVector a22X = TLanes.RotateLeft(aX, 32 - 22);
        TVector a22Y = TLanes.RotateLeft(aY, 32 - 22);
        tX = TLanes.Add(tX, sigma1X);
        tY = TLanes.Add(tY, sigma1Y);
        TVector majorityX = TLanes.Majority(aX, bX, cX);
        TVector majorityY = TLanes.Majority(aY, bY, cY);
        TVector sigma0X = TLanes.Xor(a2X, a13X, a22X);
        TVector sigma0Y = TLanes.Xor(a2Y, a13Y, a22Y);
        dX = TLanes.Add(dX, tX);
        dY = TLanes.Add(dY, tY);
        majorityX = TLanes.Add(majorityX, sigma0X);
        majorityY = TLanes.Add(majorityY, sigma0Y);
        hX = TLanes.Add(tX, majorityX);
        hY = TLanes.Add(tY, majorityY);
    }

    /// <summary>The message word sixteen places after <paramref name="w0"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Extend(TVector w0, TVector w1, TVector w9, TVector w14) =>
        TLanes.Add(TLanes.Add(w0, w9), TLanes.Add(SmallSigma0(w1), SmallSigma1(w14)));

    /// <summary>The next message word of two groups, operation by operation in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExtendPair(TVector* w, out TVector wX, out TVector wY)
    {
        TVector w1X = w[-15];
        TVector w1Y = w[Schedule.Pitch - 15];
        TVector x7X = TLanes.RotateLeft(w1X, 32 - 7);
        TVector x7Y = TLanes.RotateLeft(w1Y, 32 - 7);
        TVector x18X = TLanes.RotateLeft(w1X, 32 - 18);
        TVector x18Y = TLanes.RotateLeft(w1Y, 32 - 18);
        TVector x3X = TLanes.ShiftRight(w1X, 3);
        TVector x3Y = TLanes.ShiftRight(w1Y, 3);
        TVector sigma0X = TLanes.Xor(x7X, x18X, x3X);
        TVector sigma0Y = TLanes.Xor(x7Y, x18Y, x3Y);
        TVector w14X = w[-2];
        TVector w14Y = w[Schedule.Pitch - 2];
        TVector x17X = TLanes.RotateLeft(w14X, 32 - 17);
        TVector x17Y = TLanes.RotateLeft(w14Y, 32 - 17);
        TVector x19X = TLanes.RotateLeft(w14X, 32 - 19);
        TVector x19Y = TLanes.RotateLeft(w14Y, 32 - 19);
        TVector x10X = TLanes.ShiftRight(w14X, 10);
        TVector x10Y = TLanes.ShiftRight(w14Y, 10);
        TVector sigma1X = TLanes.Xor(x17X, x19X, x10X);
        TVector sigma1Y = TLanes.Xor(x17Y, x19Y, x10Y);
        TVector sumX = TLanes.Add(w[-16], w[-7]);
        TVector sumY = TLanes.Add(w[Schedule.Pitch - 16], w[Schedule.Pitch - 7]);
        sigma0X = TLanes.Add(sigma0X, sigma1X);
        sigma0Y = TLanes.Add(sigma0Y, sigma1Y);
        wX = TLanes.Add(sumX, sigma0X);
        wY = TLanes.Add(sumY, sigma0Y);
        w[0] = wX;
        w[Schedule.Pitch] = wY;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SmallSigma0(TVector x) =>
        TLanes.Xor(TLanes.RotateLeft(x, 32 - 7), TLanes.RotateLeft(x, 32 - 18), TLanes.ShiftRight(x, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SmallSigma1(TVector x) =>
        TLanes.Xor(TLanes.RotateLeft(x, 32 - 17), TLanes.RotateLeft(x, 32 - 19), TLanes.ShiftRight(x, 10));
}
