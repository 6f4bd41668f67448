using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// The compression function of SHA-512 on one block of every lane, in the form of <see cref="Sha256Lanes{TLanes, TVector}"/>.
/// </summary>
internal readonly unsafe struct Sha512Lanes<TLanes, TVector> : ILaneCompression<TVector, ulong>
    where TLanes : struct, ILanes<TVector, ulong>
    where TVector : unmanaged
{
    private const int Rounds = Sha512Compression.Rounds;
    private const int RoundsPerStep = 8;

    public static ReadOnlySpan<ulong> InitialState => Sha512Compression.InitialState;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compress(TVector* states, TVector* work, TVector* w, int groups)
    {
        ulong* k = Sha512Compression.Constants;
        ulong* extended = k + Schedule.BlockWords;
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

    /// <summary>Rounds whose message words stand in <paramref name="w"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Given(TVector* from, TVector* work, TVector* w, ulong* k, ulong* end)
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
    private static void Extending(TVector* work, TVector* w, ulong* k, ulong* end)
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
    private static void GivenPair(TVector* from, TVector* work, TVector* w, ulong* k, ulong* end)
    {
        TVector aX = from[0], bX = from[1], cX = from[2], dX = from[3], eX = from[4], fX = from[5], gX = from[6], hX = from[7];
        TVector aY = from[8], bY = from[9], cY = from[10], dY = from[11], eY = from[12], fY = from[13], gY = from[14], hY = from[15];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            Round(aX, bX, cX, ref dX, eX, fX, gX, ref hX, TLanes.Add(w[0], TLanes.Broadcast(k[0])));
            Round(aY, bY, cY, ref dY, eY, fY, gY, ref hY, TLanes.Add(w[Schedule.Pitch], TLanes.Broadcast(k[0])));
            Round(hX, aX, bX, ref cX, dX, eX, fX, ref gX, TLanes.Add(w[1], TLanes.Broadcast(k[1])));
            Round(hY, aY, bY, ref cY, dY, eY, fY, ref gY, TLanes.Add(w[Schedule.Pitch + 1], TLanes.Broadcast(k[1])));
            Round(gX, hX, aX, ref bX, cX, dX, eX, ref fX, TLanes.Add(w[2], TLanes.Broadcast(k[2])));
            Round(gY, hY, aY, ref bY, cY, dY, eY, ref fY, TLanes.Add(w[Schedule.Pitch + 2], TLanes.Broadcast(k[2])));
            Round(fX, gX, hX, ref aX, bX, cX, dX, ref eX, TLanes.Add(w[3], TLanes.Broadcast(k[3])));
            Round(fY, gY, hY, ref aY, bY, cY, dY, ref eY, TLanes.Add(w[Schedule.Pitch + 3], TLanes.Broadcast(k[3])));
            Round(eX, fX, gX, ref hX, aX, bX, cX, ref dX, TLanes.Add(w[4], TLanes.Broadcast(k[4])));
            Round(eY, fY, gY, ref hY, aY, bY, cY, ref dY, TLanes.Add(w[Schedule.Pitch + 4], TLanes.Broadcast(k[4])));
            Round(dX, eX, fX, ref gX, hX, aX, bX, ref cX, TLanes.Add(w[5], TLanes.Broadcast(k[5])));
            Round(dY, eY, fY, ref gY, hY, aY, bY, ref cY, TLanes.Add(w[Schedule.Pitch + 5], TLanes.Broadcast(k[5])));
            Round(cX, dX, eX, ref fX, gX, hX, aX, ref bX, TLanes.Add(w[6], TLanes.Broadcast(k[6])));
            Round(cY, dY, eY, ref fY, gY, hY, aY, ref bY, TLanes.Add(w[Schedule.Pitch + 6], TLanes.Broadcast(k[6])));
            Round(bX, cX, dX, ref eX, fX, gX, hX, ref aX, TLanes.Add(w[7], TLanes.Broadcast(k[7])));
            Round(bY, cY, dY, ref eY, fY, gY, hY, ref aY, TLanes.Add(w[Schedule.Pitch + 7], TLanes.Broadcast(k[7])));
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
    private static void ExtendingPair(TVector* work, TVector* w, ulong* k, ulong* end)
    {
        TVector aX = work[0], bX = work[1], cX = work[2], dX = work[3], eX = work[4], fX = work[5], gX = work[6], hX = work[7];
        TVector aY = work[8], bY = work[9], cY = work[10], dY = work[11], eY = work[12], fY = work[13], gY = work[14], hY = work[15];
        for (; k < end; k += RoundsPerStep, w += RoundsPerStep)
        {
            w[0] = Extend(w[-16], w[-15], w[-7], w[-2]);
            Round(aX, bX, cX, ref dX, eX, fX, gX, ref hX, TLanes.Add(w[0], TLanes.Broadcast(k[0])));
            w[Schedule.Pitch] = Extend(w[Schedule.Pitch - 16], w[Schedule.Pitch - 15], w[Schedule.Pitch - 7], w[Schedule.Pitch - 2]);
            Round(aY, bY, cY, ref dY, eY, fY, gY, ref hY, TLanes.Add(w[Schedule.Pitch], TLanes.Broadcast(k[0])));
            w[1] = Extend(w[-15], w[-14], w[-6], w[-1]);
            Round(hX, aX, bX, ref cX, dX, eX, fX, ref gX, TLanes.Add(w[1], TLanes.Broadcast(k[1])));
            w[Schedule.Pitch + 1] = Extend(w[Schedule.Pitch - 15], w[Schedule.Pitch - 14], w[Schedule.Pitch - 6], w[Schedule.Pitch - 1]);
            Round(hY, aY, bY, ref cY, dY, eY, fY, ref gY, TLanes.Add(w[Schedule.Pitch + 1], TLanes.Broadcast(k[1])));
            w[2] = Extend(w[-14], w[-13], w[-5], w[0]);
            Round(gX, hX, aX, ref bX, cX, dX, eX, ref fX, TLanes.Add(w[2], TLanes.Broadcast(k[2])));
            w[Schedule.Pitch + 2] = Extend(w[Schedule.Pitch - 14], w[Schedule.Pitch - 13], w[Schedule.Pitch - 5], w[Schedule.Pitch]);
            Round(gY, hY, aY, ref bY, cY, dY, eY, ref fY, TLanes.Add(w[Schedule.Pitch + 2], TLanes.Broadcast(k[2])));
            w[3] = Extend(w[-13], w[-12], w[-4], w[1]);
            Round(fX, gX, hX, ref aX, bX, cX, dX, ref eX, TLanes.Add(w[3], TLanes.Broadcast(k[3])));
            w[Schedule.Pitch + 3] = Extend(w[Schedule.Pitch - 13], w[Schedule.Pitch - 12], w[Schedule.Pitch - 4], w[Schedule.Pitch + 1]);
            Round(fY, gY, hY, ref aY, bY, cY, dY, ref eY, TLanes.Add(w[Schedule.Pitch + 3], TLanes.Broadcast(k[3])));
            w[4] = Extend(w[-12], w[-11], w[-3], w[2]);
            Round(eX, fX, gX, ref hX, aX, bX, cX, ref dX, TLanes.Add(w[4], TLanes.Broadcast(k[4])));
            w[Schedule.Pitch + 4] = Extend(w[Schedule.Pitch - 12], w[Schedule.Pitch - 11], w[Schedule.Pitch - 3], w[Schedule.Pitch + 2]);
            Round(eY, fY, gY, ref hY, aY, bY, cY, ref dY, TLanes.Add(w[Schedule.Pitch + 4], TLanes.Broadcast(k[4])));
            w[5] = Extend(w[-11], w[-10], w[-2], w[3]);
            Round(dX, eX, fX, ref gX, hX, aX, bX, ref cX, TLanes.Add(w[5], TLanes.Broadcast(k[5])));
            w[Schedule.Pitch + 5] = Extend(w[Schedule.Pitch - 11], w[Schedule.Pitch - 10], w[Schedule.Pitch - 2], w[Schedule.Pitch + 3]);
            Round(dY, eY, fY, ref gY, hY, aY, bY, ref cY, TLanes.Add(w[Schedule.Pitch + 5], TLanes.Broadcast(k[5])));
            w[6] = Extend(w[-10], w[-9], w[-1], w[4]);
            Round(cX, dX, eX, ref fX, gX, hX, aX, ref bX, TLanes.Add(w[6], TLanes.Broadcast(k[6])));
            w[Schedule.Pitch + 6] = Extend(w[Schedule.Pitch - 10], w[Schedule.Pitch - 9], w[Schedule.Pitch - 1], w[Schedule.Pitch + 4]);
            Round(cY, dY, eY, ref fY, gY, hY, aY, ref bY, TLanes.Add(w[Schedule.Pitch + 6], TLanes.Broadcast(k[6])));
            w[7] = Extend(w[-9], w[-8], w[0], w[5]);
            Round(bX, cX, dX, ref eX, fX, gX, hX, ref aX, TLanes.Add(w[7], TLanes.Broadcast(k[7])));
            w[Schedule.Pitch + 7] = Extend(w[Schedule.Pitch - 9], w[Schedule.Pitch - 8], w[Schedule.Pitch], w[Schedule.Pitch + 5]);
            Round(bY, cY, dY, ref eY, fY, gY, hY, ref aY, TLanes.Add(w[Schedule.Pitch + 7], TLanes.Broadcast(k[7])));
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
            TLanes.Xor(TLanes.RotateLeft(e, 64 - 14), TLanes.RotateLeft(e, 64 - 18), TLanes.RotateLeft(e, 64 - 41)));
        d = TLanes.Add(d, t);
        h = TLanes.Add(
            TLanes.Add(t, TLanes.Majority(a, b, c)),
            TLanes.Xor(TLanes.RotateLeft(a, 64 - 28), TLanes.RotateLeft(a, 64 - 34), TLanes.RotateLeft(a, 64 - 39)));
    }

    /// <summary>The message word sixteen places after <paramref name="w0"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Extend(TVector w0, TVector w1, TVector w9, TVector w14) =>
        TLanes.Add(TLanes.Add(w0, w9), TLanes.Add(SmallSigma0(w1), SmallSigma1(w14)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SmallSigma0(TVector x) =>
        TLanes.Xor(TLanes.RotateLeft(x, 64 - 1), TLanes.RotateLeft(x, 64 - 8), TLanes.ShiftRight(x, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SmallSigma1(TVector x) =>
        TLanes.Xor(TLanes.RotateLeft(x, 64 - 19), TLanes.RotateLeft(x, 64 - 61), TLanes.ShiftRight(x, 6));
}
