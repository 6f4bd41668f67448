using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>The compression function of SM3 on one block of every lane, in the form of <see cref="Sha256Lanes{TLanes, TVector}"/>.</summary>
internal readonly unsafe struct Sm3Lanes<TLanes, TVector> : INodeCompression<TVector>
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
{
    private const int RoundsPerStep = 4;
    private const int EarlyRounds = Sm3Compression.EarlyRounds;
    private const int Rounds = Sm3Compression.Rounds;

    /// <summary>A round reads the message word this many places ahead.</summary>
    private const int Ahead = 4;

    public static ReadOnlySpan<uint> InitialState => Sm3Compression.InitialState;

    public static void Compress(TVector* states, TVector* work, TVector* w, int groups) => CompressFirst(states, states, work, w, groups);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressFirst(TVector* initial, TVector* states, TVector* work, TVector* w, int groups)
    {
        for (int group = 0; group < groups; group++)
        {
            Extend(w + group * Schedule.Pitch, Schedule.BlockWords, Schedule.BlockWords + Ahead);
        }

        uint* t = Sm3Compression.Constants;
        uint* late = t + EarlyRounds;
        if (groups == 1)
        {
            Early(initial, work, w, t, late);
            LateExtending(work, initial, states, w + EarlyRounds, late, t + Rounds);
        }
        else
        {
            EarlyPair(initial, work, w, t, late);
            LateExtendingPair(work, initial, states, w + EarlyRounds, late, t + Rounds);
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

        const int Given = 2 * Schedule.BlockWords - Ahead;
        uint* t = Sm3Compression.Constants;
        uint* late = t + EarlyRounds;
        uint* extended = t + Given;
        if (groups == 1)
        {
            Early(states, work, w, t, late);
            Late(work, w + EarlyRounds, late, extended);
            LateExtending(work, states, states, w + Given, extended, t + Rounds);
        }
        else
        {
            EarlyPair(states, work, w, t, late);
            LatePair(work, w + EarlyRounds, late, extended);
            LateExtendingPair(work, states, states, w + Given, extended, t + Rounds);
        }
    }

    public static void PreparePairEnd(TVector* w) => Expand(w, Schedule.PairEnd, Rounds + Ahead);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompressPairEnd(TVector* states, TVector* work, TVector* w, int groups)
    {
        uint* t = Sm3Compression.Constants;
        uint* late = t + EarlyRounds;
        if (groups == 1)
        {
            Early(states, work, w, t, late);
            Late(work, w + EarlyRounds, late, t + Rounds);
        }
        else
        {
            EarlyPair(states, work, w, t, late);
            LatePair(work, w + EarlyRounds, late, t + Rounds);
        }

        Absorb(states, work, groups);
    }

    /// <summary>The first sixteen rounds, whose message words stand in <paramref name="w"/>, four beyond the last round's too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Early(TVector* from, TVector* work, TVector* w, uint* t, uint* end)
    {
        TVector a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            EarlyRound(a, ref b, c, ref d, e, ref f, g, ref h, w[0], w[4], TLanes.Broadcast(t[0]));
            EarlyRound(d, ref a, b, ref c, h, ref e, f, ref g, w[1], w[5], TLanes.Broadcast(t[1]));
            EarlyRound(c, ref d, a, ref b, g, ref h, e, ref f, w[2], w[6], TLanes.Broadcast(t[2]));
            EarlyRound(b, ref c, d, ref a, f, ref g, h, ref e, w[3], w[7], TLanes.Broadcast(t[3]));
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

    /// <summary>Later rounds, whose message words are computed four rounds ahead from the sixteen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LateExtending(TVector* work, TVector* from, TVector* states, TVector* w, uint* t, uint* end)
    {
        TVector a = work[0], b = work[1], c = work[2], d = work[3], e = work[4], f = work[5], g = work[6], h = work[7];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            w[4] = Extend(w[-12], w[-9], w[-5], w[-2], w[1]);
            LateRound(a, ref b, c, ref d, e, ref f, g, ref h, w[0], w[4], TLanes.Broadcast(t[0]));
            w[5] = Extend(w[-11], w[-8], w[-4], w[-1], w[2]);
            LateRound(d, ref a, b, ref c, h, ref e, f, ref g, w[1], w[5], TLanes.Broadcast(t[1]));
            w[6] = Extend(w[-10], w[-7], w[-3], w[0], w[3]);
            LateRound(c, ref d, a, ref b, g, ref h, e, ref f, w[2], w[6], TLanes.Broadcast(t[2]));
            w[7] = Extend(w[-9], w[-6], w[-2], w[1], w[4]);
            LateRound(b, ref c, d, ref a, f, ref g, h, ref e, w[3], w[7], TLanes.Broadcast(t[3]));
        }

        states[0] = TLanes.Xor(from[0], a);
        states[1] = TLanes.Xor(from[1], b);
        states[2] = TLanes.Xor(from[2], c);
        states[3] = TLanes.Xor(from[3], d);
        states[4] = TLanes.Xor(from[4], e);
        states[5] = TLanes.Xor(from[5], f);
        states[6] = TLanes.Xor(from[6], g);
        states[7] = TLanes.Xor(from[7], h);
    }

    /// <summary>Later rounds, whose message words stand in <paramref name="w"/>, four beyond the last round's too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Late(TVector* work, TVector* w, uint* t, uint* end)
    {
        TVector a = work[0], b = work[1], c = work[2], d = work[3], e = work[4], f = work[5], g = work[6], h = work[7];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            LateRound(a, ref b, c, ref d, e, ref f, g, ref h, w[0], w[4], TLanes.Broadcast(t[0]));
            LateRound(d, ref a, b, ref c, h, ref e, f, ref g, w[1], w[5], TLanes.Broadcast(t[1]));
            LateRound(c, ref d, a, ref b, g, ref h, e, ref f, w[2], w[6], TLanes.Broadcast(t[2]));
            LateRound(b, ref c, d, ref a, f, ref g, h, ref e, w[3], w[7], TLanes.Broadcast(t[3]));
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
    private static void LatePair(TVector* work, TVector* w, uint* t, uint* end)
    {
        TVector aX = work[0], bX = work[1], cX = work[2], dX = work[3], eX = work[4], fX = work[5], gX = work[6], hX = work[7];
        TVector aY = work[8], bY = work[9], cY = work[10], dY = work[11], eY = work[12], fY = work[13], gY = work[14], hY = work[15];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            LateRoundPair(
                aX, ref bX, cX, ref dX, eX, ref fX, gX, ref hX, w[0], w[4],
                aY, ref bY, cY, ref dY, eY, ref fY, gY, ref hY, w[Schedule.Pitch], w[Schedule.Pitch + 4], TLanes.Broadcast(t[0]));
            LateRoundPair(
                dX, ref aX, bX, ref cX, hX, ref eX, fX, ref gX, w[1], w[5],
                dY, ref aY, bY, ref cY, hY, ref eY, fY, ref gY, w[Schedule.Pitch + 1], w[Schedule.Pitch + 5], TLanes.Broadcast(t[1]));
            LateRoundPair(
                cX, ref dX, aX, ref bX, gX, ref hX, eX, ref fX, w[2], w[6],
                cY, ref dY, aY, ref bY, gY, ref hY, eY, ref fY, w[Schedule.Pitch + 2], w[Schedule.Pitch + 6], TLanes.Broadcast(t[2]));
            LateRoundPair(
                bX, ref cX, dX, ref aX, fX, ref gX, hX, ref eX, w[3], w[7],
                bY, ref cY, dY, ref aY, fY, ref gY, hY, ref eY, w[Schedule.Pitch + 3], w[Schedule.Pitch + 7], TLanes.Broadcast(t[3]));
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
    private static void EarlyPair(TVector* from, TVector* work, TVector* w, uint* t, uint* end)
    {
        TVector aX = from[0], bX = from[1], cX = from[2], dX = from[3], eX = from[4], fX = from[5], gX = from[6], hX = from[7];
        TVector aY = from[8], bY = from[9], cY = from[10], dY = from[11], eY = from[12], fY = from[13], gY = from[14], hY = from[15];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            EarlyRoundPair(
                aX, ref bX, cX, ref dX, eX, ref fX, gX, ref hX, w[0], w[4],
                aY, ref bY, cY, ref dY, eY, ref fY, gY, ref hY, w[Schedule.Pitch], w[Schedule.Pitch + 4], TLanes.Broadcast(t[0]));
            EarlyRoundPair(
                dX, ref aX, bX, ref cX, hX, ref eX, fX, ref gX, w[1], w[5],
                dY, ref aY, bY, ref cY, hY, ref eY, fY, ref gY, w[Schedule.Pitch + 1], w[Schedule.Pitch + 5], TLanes.Broadcast(t[1]));
            EarlyRoundPair(
                cX, ref dX, aX, ref bX, gX, ref hX, eX, ref fX, w[2], w[6],
                cY, ref dY, aY, ref bY, gY, ref hY, eY, ref fY, w[Schedule.Pitch + 2], w[Schedule.Pitch + 6], TLanes.Broadcast(t[2]));
            EarlyRoundPair(
                bX, ref cX, dX, ref aX, fX, ref gX, hX, ref eX, w[3], w[7],
                bY, ref cY, dY, ref aY, fY, ref gY, hY, ref eY, w[Schedule.Pitch + 3], w[Schedule.Pitch + 7], TLanes.Broadcast(t[3]));
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
    private static void LateExtendingPair(TVector* work, TVector* from, TVector* states, TVector* w, uint* t, uint* end)
    {
        TVector aX = work[0], bX = work[1], cX = work[2], dX = work[3], eX = work[4], fX = work[5], gX = work[6], hX = work[7];
        TVector aY = work[8], bY = work[9], cY = work[10], dY = work[11], eY = work[12], fY = work[13], gY = work[14], hY = work[15];
        for (; t < end; t += RoundsPerStep, w += RoundsPerStep)
        {
            ExtendPair(w + 4, out TVector w4X, out TVector w4Y);
            LateRoundPair(
                aX, ref bX, cX, ref dX, eX, ref fX, gX, ref hX, w[0], w4X,
                aY, ref bY, cY, ref dY, eY, ref fY, gY, ref hY, w[Schedule.Pitch], w4Y, TLanes.Broadcast(t[0]));
            ExtendPair(w + 5, out TVector w5X, out TVector w5Y);
            LateRoundPair(
                dX, ref aX, bX, ref cX, hX, ref eX, fX, ref gX, w[1], w5X,
                dY, ref aY, bY, ref cY, hY, ref eY, fY, ref gY, w[Schedule.Pitch + 1], w5Y, TLanes.Broadcast(t[1]));
            ExtendPair(w + 6, out TVector w6X, out TVector w6Y);
            LateRoundPair(
                cX, ref dX, aX, ref bX, gX, ref hX, eX, ref fX, w[2], w6X,
                cY, ref dY, aY, ref bY, gY, ref hY, eY, ref fY, w[Schedule.Pitch + 2], w6Y, TLanes.Broadcast(t[2]));
            ExtendPair(w + 7, out TVector w7X, out TVector w7Y);
            LateRoundPair(
                bX, ref cX, dX, ref aX, fX, ref gX, hX, ref eX, w[3], w7X,
                bY, ref cY, dY, ref aY, fY, ref gY, hY, ref eY, w[Schedule.Pitch + 3], w7Y, TLanes.Broadcast(t[3]));
        }

        states[0] = TLanes.Xor(from[0], aX);
        states[1] = TLanes.Xor(from[1], bX);
        states[2] = TLanes.Xor(from[2], cX);
        states[3] = TLanes.Xor(from[3], dX);
        states[4] = TLanes.Xor(from[4], eX);
        states[5] = TLanes.Xor(from[5], fX);
        states[6] = TLanes.Xor(from[6], gX);
        states[7] = TLanes.Xor(from[7], hX);
        states[8] = TLanes.Xor(from[8], aY);
        states[9] = TLanes.Xor(from[9], bY);
        states[10] = TLanes.Xor(from[10], cY);
        states[11] = TLanes.Xor(from[11], dY);
        states[12] = TLanes.Xor(from[12], eY);
        states[13] = TLanes.Xor(from[13], fY);
        states[14] = TLanes.Xor(from[14], gY);
        states[15] = TLanes.Xor(from[15], hY);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Expand(TVector* w, ReadOnlySpan<uint> block, int words)
    {
        for (int i = 0; i < block.Length; i++)
        {
            w[i] = TLanes.Broadcast(block[i]);
        }

        Extend(w, Schedule.BlockWords, words);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extend(TVector* w, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            w[i] = Extend(w[i - 16], w[i - 13], w[i - 9], w[i - 6], w[i - 3]);
        }
    }

    /// <summary>Those of the words 16 to 31 that depend on the block's first word; the others are constant, since most of the block is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtendNodeEnd(TVector* w)
    {
        w[16] = Permute1(w[0]);
        w[19] = Permute1(TLanes.RotateLeft(w[16], 15));
        w[22] = TLanes.Xor(Permute1(TLanes.RotateLeft(w[19], 15)), w[16]);
        w[25] = TLanes.Xor(Permute1(TLanes.Xor(w[16], TLanes.RotateLeft(w[22], 15))), w[19]);
        w[28] = TLanes.Xor(Permute1(TLanes.Xor(w[19], TLanes.RotateLeft(w[25], 15))), TLanes.RotateLeft(w[15], 7), w[22]);
        w[29] = TLanes.RotateLeft(w[16], 7);
        w[31] = Extend(w[15], w[18], w[22], w[25], w[28]);
    }

    /// <summary>The states absorb the working variables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Absorb(TVector* states, TVector* work, int groups)
    {
        for (int i = 0; i < groups * Schedule.StateWords; i++)
        {
            states[i] = TLanes.Xor(states[i], work[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRound(
        TVector a, ref TVector b, TVector c, ref TVector d, TVector e, ref TVector f, TVector g, ref TVector h,
        TVector w, TVector w4, TVector t) =>
        Finish(a, ref b, ref d, e, ref f, ref h, TLanes.Xor(a, b, c), TLanes.Xor(e, f, g), w, w4, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRound(
        TVector a, ref TVector b, TVector c, ref TVector d, TVector e, ref TVector f, TVector g, ref TVector h,
        TVector w, TVector w4, TVector t) =>
        Finish(a, ref b, ref d, e, ref f, ref h, TLanes.Majority(a, b, c), TLanes.Select(e, f, g), w, w4, t);

    /// <summary>The part common to all rounds; the caller renames the variables instead of moving their values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        TVector a, ref TVector b, ref TVector d, TVector e, ref TVector f, ref TVector h, TVector ff, TVector gg,
        TVector w, TVector w4, TVector t)
    {
        TVector a12 = TLanes.RotateLeft(a, 12);
        TVector ss1 = TLanes.RotateLeft(TLanes.Add(a12, TLanes.Add(e, t)), 7);
        TVector tt2 = TLanes.Add(TLanes.Add(gg, TLanes.Add(h, w)), ss1);
        d = TLanes.Add(TLanes.Add(ff, TLanes.Add(d, TLanes.Xor(w, w4))), TLanes.Xor(ss1, a12));
        b = TLanes.RotateLeft(b, 9);
        f = TLanes.RotateLeft(f, 19);
        h = TLanes.Xor(tt2, TLanes.RotateLeft(tt2, 9), TLanes.RotateLeft(tt2, 17));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRoundPair(
        TVector aX, ref TVector bX, TVector cX, ref TVector dX, TVector eX, ref TVector fX, TVector gX, ref TVector hX, TVector wX, TVector w4X,
        TVector aY, ref TVector bY, TVector cY, ref TVector dY, TVector eY, ref TVector fY, TVector gY, ref TVector hY, TVector wY, TVector w4Y,
        TVector t) =>
        FinishPair(
            aX, ref bX, ref dX, eX, ref fX, ref hX, TLanes.Xor(aX, bX, cX), TLanes.Xor(eX, fX, gX), wX, w4X,
            aY, ref bY, ref dY, eY, ref fY, ref hY, TLanes.Xor(aY, bY, cY), TLanes.Xor(eY, fY, gY), wY, w4Y, t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRoundPair(
        TVector aX, ref TVector bX, TVector cX, ref TVector dX, TVector eX, ref TVector fX, TVector gX, ref TVector hX, TVector wX, TVector w4X,
        TVector aY, ref TVector bY, TVector cY, ref TVector dY, TVector eY, ref TVector fY, TVector gY, ref TVector hY, TVector wY, TVector w4Y,
        TVector t) =>
        FinishPair(
            aX, ref bX, ref dX, eX, ref fX, ref hX, TLanes.Majority(aX, bX, cX), TLanes.Select(eX, fX, gX), wX, w4X,
            aY, ref bY, ref dY, eY, ref fY, ref hY, TLanes.Majority(aY, bY, cY), TLanes.Select(eY, fY, gY), wY, w4Y, t);

    /// <summary>The same for two groups, operation by operation in turn, as in SHA-256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishPair(
        TVector aX, ref TVector bX, ref TVector dX, TVector eX, ref TVector fX, ref TVector hX, TVector ffX, TVector ggX, TVector wX, TVector w4X,
        TVector aY, ref TVector bY, ref TVector dY, TVector eY, ref TVector fY, ref TVector hY, TVector ffY, TVector ggY, TVector wY, TVector w4Y,
        TVector t)
    {
        TVector a12X = TLanes.RotateLeft(aX, 12);
        TVector a12Y = TLanes.RotateLeft(aY, 12);
        TVector etX = TLanes.Add(eX, t);
        TVector etY = TLanes.Add(eY, t);
        TVector hwX = TLanes.Add(hX, wX);
        TVector hwY = TLanes.Add(hY, wY);
        TVector xX = TLanes.Xor(wX, w4X);
        TVector xY = TLanes.Xor(wY, w4Y);
        TVector ss1X = TLanes.Add(a12X, etX);
        TVector ss1Y = TLanes.Add(a12Y, etY);
        ss1X = TLanes.RotateLeft(ss1X, 7);
        ss1Y = TLanes.RotateLeft(ss1Y, 7);
        bX = TLanes.RotateLeft(bX, 9);
        bY = TLanes.RotateLeft(bY, 9);
        fX = TLanes.RotateLeft(fX, 19);
        fY = TLanes.RotateLeft(fY, 19);
        TVector tt2X = TLanes.Add(ggX, hwX);
        TVector tt2Y = TLanes.Add(ggY, hwY);
        TVector tt1X = TLanes.Add(dX, xX);
        TVector tt1Y = TLanes.Add(dY, xY);
        tt1X = TLanes.Add(tt1X, ffX);
        tt1Y = TLanes.Add(tt1Y, ffY);
        tt2X = TLanes.Add(tt2X, ss1X);
        tt2Y = TLanes.Add(tt2Y, ss1Y);
        TVector ss2X = TLanes.Xor(ss1X, a12X);
        TVector ss2Y = TLanes.Xor(ss1Y, a12Y);
        TVector p9X = TLanes.RotateLeft(tt2X, 9);
        TVector p9Y = TLanes.RotateLeft(tt2Y, 9);
        TVector p17X = TLanes.RotateLeft(tt2X, 17);
        TVector p17Y = TLanes.RotateLeft(tt2Y, 17);
        dX = TLanes.Add(tt1X, ss2X);
        dY = TLanes.Add(tt1Y, ss2Y);
        hX = TLanes.Xor(tt2X, p9X, p17X);
        hY = TLanes.Xor(tt2Y, p9Y, p17Y);
    }

    /// <summary>The message word sixteen places after <paramref name="w0"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Extend(TVector w0, TVector w3, TVector w7, TVector w10, TVector w13) =>
        TLanes.Xor(Permute1(TLanes.Xor(w0, w7, TLanes.RotateLeft(w13, 15))), TLanes.RotateLeft(w3, 7), w10);

    /// <summary>The next message word of two groups, operation by operation in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExtendPair(TVector* w, out TVector wX, out TVector wY)
    {
        TVector w13rX = TLanes.RotateLeft(w[-3], 15);
        TVector w13rY = TLanes.RotateLeft(w[Schedule.Pitch - 3], 15);
        TVector w3rX = TLanes.RotateLeft(w[-13], 7);
        TVector w3rY = TLanes.RotateLeft(w[Schedule.Pitch - 13], 7);
        TVector xX = TLanes.Xor(w[-16], w[-9], w13rX);
        TVector xY = TLanes.Xor(w[Schedule.Pitch - 16], w[Schedule.Pitch - 9], w13rY);
        TVector x15X = TLanes.RotateLeft(xX, 15);
        TVector x15Y = TLanes.RotateLeft(xY, 15);
        TVector x23X = TLanes.RotateLeft(xX, 23);
        TVector x23Y = TLanes.RotateLeft(xY, 23);
        xX = TLanes.Xor(xX, x15X, x23X);
        xY = TLanes.Xor(xY, x15Y, x23Y);
        wX = TLanes.Xor(xX, w3rX, w[-6]);
        wY = TLanes.Xor(xY, w3rY, w[Schedule.Pitch - 6]);
        w[0] = wX;
        w[Schedule.Pitch] = wY;
    }

    /// <summary>P1 of the standard.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Permute1(TVector x) => TLanes.Xor(x, TLanes.RotateLeft(x, 15), TLanes.RotateLeft(x, 23));
}
