using System.Diagnostics.CodeAnalysis;
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
    private const int RoundCount = Sha256Compression.Rounds;
    private const int RoundsPerStep = 8;
    private const int PairRoundsPerStep = 4;

    public static ReadOnlySpan<uint> InitialState => Sha256Compression.InitialState;

    public static void Compress(TVector* states, TVector* work, TVector* w, int groups) => CompressFirst(states, states, work, w, groups);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressFirst(TVector* initial, TVector* states, TVector* work, TVector* w, int groups)
    {
        uint* k = Sha256Compression.Constants;
        if (groups == 1)
        {
            Rounds(initial, states, w, k, k + Schedule.BlockWords, k + RoundCount);
        }
        else
        {
            RoundsPair(initial, states, w, k, k + Schedule.BlockWords, k + RoundCount);
        }
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
        if (groups == 1)
        {
            Rounds(states, states, w, k, k + 2 * Schedule.BlockWords, k + RoundCount);
        }
        else
        {
            RoundsPair(states, states, w, k, k + 2 * Schedule.BlockWords, k + RoundCount);
        }
    }

    /// <summary>Nothing: the constants have it all.</summary>
    public static void PreparePairEnd(TVector* w)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressPairEnd(TVector* states, TVector* work, TVector* w, int groups)
    {
        uint* k = Sha256BlockEnd.PairConstants;
        if (groups == 1)
        {
            Constant(states, states, k, k + RoundCount);
        }
        else
        {
            ConstantPair(states, states, k, k + RoundCount);
        }
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
        TVector w16 = w[0];
        TVector w18 = SmallSigma1(w16);
        TVector w20 = SmallSigma1(w18);
        TVector w22 = TLanes.Add(w[15], SmallSigma1(w20));
        TVector w23 = TLanes.Add(w16, SmallSigma1(w[21]));
        TVector w24 = TLanes.Add(w[17], SmallSigma1(w22));
        TVector w25 = TLanes.Add(w18, SmallSigma1(w23));
        TVector w26 = TLanes.Add(w[19], SmallSigma1(w24));
        TVector w27 = TLanes.Add(w20, SmallSigma1(w25));
        TVector w28 = TLanes.Add(w[21], SmallSigma1(w26));
        TVector w29 = TLanes.Add(w22, SmallSigma1(w27));
        w[16] = w16;
        w[18] = w18;
        w[20] = w20;
        w[22] = w22;
        w[23] = w23;
        w[24] = w24;
        w[25] = w25;
        w[26] = w26;
        w[27] = w27;
        w[28] = w28;
        w[29] = w29;
        w[30] = TLanes.Add(TLanes.Add(w23, SmallSigma0(w[15])), SmallSigma1(w28));
        w[31] = TLanes.Add(TLanes.Add(TLanes.Add(w[15], w24), SmallSigma0(w16)), SmallSigma1(w29));
    }

    /// <summary>All rounds: message words up to the round of <paramref name="given"/> stand in <paramref name="w"/>, later ones are computed from the sixteen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rounds(TVector* from, TVector* to, TVector* w, uint* k, uint* given, uint* end)
    {
        TVector a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
        for (; k < given; k += RoundsPerStep, w += RoundsPerStep)
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

        to[0] = TLanes.Add(from[0], a);
        to[1] = TLanes.Add(from[1], b);
        to[2] = TLanes.Add(from[2], c);
        to[3] = TLanes.Add(from[3], d);
        to[4] = TLanes.Add(from[4], e);
        to[5] = TLanes.Add(from[5], f);
        to[6] = TLanes.Add(from[6], g);
        to[7] = TLanes.Add(from[7], h);
    }

    /// <summary>All rounds of two groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RoundsPair(TVector* from, TVector* to, TVector* w, uint* k, uint* given, uint* end)
    {
        TVector aX = from[0], bX = from[1], cX = from[2], dX = from[3], eX = from[4], fX = from[5], gX = from[6], hX = from[7];
        TVector aY = from[8], bY = from[9], cY = from[10], dY = from[11], eY = from[12], fY = from[13], gY = from[14], hY = from[15];
        for (; k < given; k += PairRoundsPerStep, w += PairRoundsPerStep)
        {
            RoundPair(
                aX, bX, cX, ref dX, eX, fX, gX, ref hX, TLanes.Broadcast(k[0]), w[0],
                aY, bY, cY, ref dY, eY, fY, gY, ref hY, TLanes.Broadcast(k[0]), w[Schedule.Pitch], twice: true);
            RoundPair(
                hX, aX, bX, ref cX, dX, eX, fX, ref gX, TLanes.Broadcast(k[1]), w[1],
                hY, aY, bY, ref cY, dY, eY, fY, ref gY, TLanes.Broadcast(k[1]), w[Schedule.Pitch + 1], twice: true);
            RoundPair(
                gX, hX, aX, ref bX, cX, dX, eX, ref fX, TLanes.Broadcast(k[2]), w[2],
                gY, hY, aY, ref bY, cY, dY, eY, ref fY, TLanes.Broadcast(k[2]), w[Schedule.Pitch + 2], twice: true);
            RoundPair(
                fX, gX, hX, ref aX, bX, cX, dX, ref eX, TLanes.Broadcast(k[3]), w[3],
                fY, gY, hY, ref aY, bY, cY, dY, ref eY, TLanes.Broadcast(k[3]), w[Schedule.Pitch + 3], twice: true);
            (aX, eX) = (eX, aX);
            (bX, fX) = (fX, bX);
            (cX, gX) = (gX, cX);
            (dX, hX) = (hX, dX);
            (aY, eY) = (eY, aY);
            (bY, fY) = (fY, bY);
            (cY, gY) = (gY, cY);
            (dY, hY) = (hY, dY);
        }

        for (; k < end; k += PairRoundsPerStep, w += PairRoundsPerStep)
        {
            ExtendPair(w, out TVector w0X, out TVector w0Y);
            RoundPair(
                aX, bX, cX, ref dX, eX, fX, gX, ref hX, TLanes.Add(w0X, TLanes.Broadcast(k[0])), default,
                aY, bY, cY, ref dY, eY, fY, gY, ref hY, TLanes.Add(w0Y, TLanes.Broadcast(k[0])), default, twice: false);
            ExtendPair(w + 1, out TVector w1X, out TVector w1Y);
            RoundPair(
                hX, aX, bX, ref cX, dX, eX, fX, ref gX, TLanes.Add(w1X, TLanes.Broadcast(k[1])), default,
                hY, aY, bY, ref cY, dY, eY, fY, ref gY, TLanes.Add(w1Y, TLanes.Broadcast(k[1])), default, twice: false);
            ExtendPair(w + 2, out TVector w2X, out TVector w2Y);
            RoundPair(
                gX, hX, aX, ref bX, cX, dX, eX, ref fX, TLanes.Add(w2X, TLanes.Broadcast(k[2])), default,
                gY, hY, aY, ref bY, cY, dY, eY, ref fY, TLanes.Add(w2Y, TLanes.Broadcast(k[2])), default, twice: false);
            ExtendPair(w + 3, out TVector w3X, out TVector w3Y);
            RoundPair(
                fX, gX, hX, ref aX, bX, cX, dX, ref eX, TLanes.Add(w3X, TLanes.Broadcast(k[3])), default,
                fY, gY, hY, ref aY, bY, cY, dY, ref eY, TLanes.Add(w3Y, TLanes.Broadcast(k[3])), default, twice: false);
            (aX, eX) = (eX, aX);
            (bX, fX) = (fX, bX);
            (cX, gX) = (gX, cX);
            (dX, hX) = (hX, dX);
            (aY, eY) = (eY, aY);
            (bY, fY) = (fY, bY);
            (cY, gY) = (gY, cY);
            (dY, hY) = (hY, dY);
        }

        to[0] = TLanes.Add(from[0], aX);
        to[1] = TLanes.Add(from[1], bX);
        to[2] = TLanes.Add(from[2], cX);
        to[3] = TLanes.Add(from[3], dX);
        to[4] = TLanes.Add(from[4], eX);
        to[5] = TLanes.Add(from[5], fX);
        to[6] = TLanes.Add(from[6], gX);
        to[7] = TLanes.Add(from[7], hX);
        to[8] = TLanes.Add(from[8], aY);
        to[9] = TLanes.Add(from[9], bY);
        to[10] = TLanes.Add(from[10], cY);
        to[11] = TLanes.Add(from[11], dY);
        to[12] = TLanes.Add(from[12], eY);
        to[13] = TLanes.Add(from[13], fY);
        to[14] = TLanes.Add(from[14], gY);
        to[15] = TLanes.Add(from[15], hY);
    }

    /// <summary>All rounds where the constants have the message words added already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Constant(TVector* from, TVector* to, uint* k, uint* end)
    {
        TVector a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
        for (; k < end; k += RoundsPerStep)
        {
            Round(a, b, c, ref d, e, f, g, ref h, TLanes.Broadcast(k[0]));
            Round(h, a, b, ref c, d, e, f, ref g, TLanes.Broadcast(k[1]));
            Round(g, h, a, ref b, c, d, e, ref f, TLanes.Broadcast(k[2]));
            Round(f, g, h, ref a, b, c, d, ref e, TLanes.Broadcast(k[3]));
            Round(e, f, g, ref h, a, b, c, ref d, TLanes.Broadcast(k[4]));
            Round(d, e, f, ref g, h, a, b, ref c, TLanes.Broadcast(k[5]));
            Round(c, d, e, ref f, g, h, a, ref b, TLanes.Broadcast(k[6]));
            Round(b, c, d, ref e, f, g, h, ref a, TLanes.Broadcast(k[7]));
        }

        to[0] = TLanes.Add(from[0], a);
        to[1] = TLanes.Add(from[1], b);
        to[2] = TLanes.Add(from[2], c);
        to[3] = TLanes.Add(from[3], d);
        to[4] = TLanes.Add(from[4], e);
        to[5] = TLanes.Add(from[5], f);
        to[6] = TLanes.Add(from[6], g);
        to[7] = TLanes.Add(from[7], h);
    }

    /// <summary>The same of two groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConstantPair(TVector* from, TVector* to, uint* k, uint* end)
    {
        TVector aX = from[0], bX = from[1], cX = from[2], dX = from[3], eX = from[4], fX = from[5], gX = from[6], hX = from[7];
        TVector aY = from[8], bY = from[9], cY = from[10], dY = from[11], eY = from[12], fY = from[13], gY = from[14], hY = from[15];
        for (; k < end; k += RoundsPerStep)
        {
            RoundPair(
                aX, bX, cX, ref dX, eX, fX, gX, ref hX, TLanes.Broadcast(k[0]), default,
                aY, bY, cY, ref dY, eY, fY, gY, ref hY, TLanes.Broadcast(k[0]), default, twice: false);
            RoundPair(
                hX, aX, bX, ref cX, dX, eX, fX, ref gX, TLanes.Broadcast(k[1]), default,
                hY, aY, bY, ref cY, dY, eY, fY, ref gY, TLanes.Broadcast(k[1]), default, twice: false);
            RoundPair(
                gX, hX, aX, ref bX, cX, dX, eX, ref fX, TLanes.Broadcast(k[2]), default,
                gY, hY, aY, ref bY, cY, dY, eY, ref fY, TLanes.Broadcast(k[2]), default, twice: false);
            RoundPair(
                fX, gX, hX, ref aX, bX, cX, dX, ref eX, TLanes.Broadcast(k[3]), default,
                fY, gY, hY, ref aY, bY, cY, dY, ref eY, TLanes.Broadcast(k[3]), default, twice: false);
            RoundPair(
                eX, fX, gX, ref hX, aX, bX, cX, ref dX, TLanes.Broadcast(k[4]), default,
                eY, fY, gY, ref hY, aY, bY, cY, ref dY, TLanes.Broadcast(k[4]), default, twice: false);
            RoundPair(
                dX, eX, fX, ref gX, hX, aX, bX, ref cX, TLanes.Broadcast(k[5]), default,
                dY, eY, fY, ref gY, hY, aY, bY, ref cY, TLanes.Broadcast(k[5]), default, twice: false);
            RoundPair(
                cX, dX, eX, ref fX, gX, hX, aX, ref bX, TLanes.Broadcast(k[6]), default,
                cY, dY, eY, ref fY, gY, hY, aY, ref bY, TLanes.Broadcast(k[6]), default, twice: false);
            RoundPair(
                bX, cX, dX, ref eX, fX, gX, hX, ref aX, TLanes.Broadcast(k[7]), default,
                bY, cY, dY, ref eY, fY, gY, hY, ref aY, TLanes.Broadcast(k[7]), default, twice: false);
        }

        to[0] = TLanes.Add(from[0], aX);
        to[1] = TLanes.Add(from[1], bX);
        to[2] = TLanes.Add(from[2], cX);
        to[3] = TLanes.Add(from[3], dX);
        to[4] = TLanes.Add(from[4], eX);
        to[5] = TLanes.Add(from[5], fX);
        to[6] = TLanes.Add(from[6], gX);
        to[7] = TLanes.Add(from[7], hX);
        to[8] = TLanes.Add(from[8], aY);
        to[9] = TLanes.Add(from[9], bY);
        to[10] = TLanes.Add(from[10], cY);
        to[11] = TLanes.Add(from[11], dY);
        to[12] = TLanes.Add(from[12], eY);
        to[13] = TLanes.Add(from[13], fY);
        to[14] = TLanes.Add(from[14], gY);
        to[15] = TLanes.Add(from[15], hY);
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
    /// pipes compute, come in runs of which each pipe gets its share. The order was measured. The round's constant and message word
    /// come as one sum, or, <paramref name="twice"/>, as two addends, which is faster where the word is in memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RoundPair(
        TVector aX, TVector bX, TVector cX, ref TVector dX, TVector eX, TVector fX, TVector gX, ref TVector hX, TVector kX, TVector wX,
        TVector aY, TVector bY, TVector cY, ref TVector dY, TVector eY, TVector fY, TVector gY, ref TVector hY, TVector kY, TVector wY,
        [ConstantExpected] bool twice)
    {
        TVector e6X = TLanes.RotateLeft(eX, 32 - 6);
        TVector e6Y = TLanes.RotateLeft(eY, 32 - 6);
        TVector e11X = TLanes.RotateLeft(eX, 32 - 11);
        TVector e11Y = TLanes.RotateLeft(eY, 32 - 11);
        TVector e25X = TLanes.RotateLeft(eX, 32 - 25);
        TVector e25Y = TLanes.RotateLeft(eY, 32 - 25);
        TVector tX = TLanes.Add(hX, kX);
        TVector tY = TLanes.Add(hY, kY);
        if (twice)
        {
            tX = TLanes.Add(tX, wX);
            tY = TLanes.Add(tY, wY);
        }

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
