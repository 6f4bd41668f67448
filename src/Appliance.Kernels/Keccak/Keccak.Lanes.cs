using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// The permutation Keccak-f[1600] on every lane. One group at a time: the 25 words of a state give the processor enough to do beside one
/// another, and leave no registers.
/// </summary>
internal static unsafe class KeccakLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, ulong>
    where TVector : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Permute(TVector* state)
    {
        TVector a0 = state[0], a1 = state[1], a2 = state[2], a3 = state[3], a4 = state[4];
        TVector a5 = state[5], a6 = state[6], a7 = state[7], a8 = state[8], a9 = state[9];
        TVector a10 = state[10], a11 = state[11], a12 = state[12], a13 = state[13], a14 = state[14];
        TVector a15 = state[15], a16 = state[16], a17 = state[17], a18 = state[18], a19 = state[19];
        TVector a20 = state[20], a21 = state[21], a22 = state[22], a23 = state[23], a24 = state[24];
        ulong* end = KeccakPermutation.Constants + KeccakPermutation.Rounds;
        for (ulong* constant = KeccakPermutation.Constants; constant < end; constant++)
        {
            // theta
            TVector c0 = TLanes.Xor(TLanes.Xor(a0, a5, a10), a15, a20);
            TVector c1 = TLanes.Xor(TLanes.Xor(a1, a6, a11), a16, a21);
            TVector c2 = TLanes.Xor(TLanes.Xor(a2, a7, a12), a17, a22);
            TVector c3 = TLanes.Xor(TLanes.Xor(a3, a8, a13), a18, a23);
            TVector c4 = TLanes.Xor(TLanes.Xor(a4, a9, a14), a19, a24);
            TVector d0 = TLanes.Xor(c4, TLanes.RotateLeft(c1, 1));
            TVector d1 = TLanes.Xor(c0, TLanes.RotateLeft(c2, 1));
            TVector d2 = TLanes.Xor(c1, TLanes.RotateLeft(c3, 1));
            TVector d3 = TLanes.Xor(c2, TLanes.RotateLeft(c4, 1));
            TVector d4 = TLanes.Xor(c3, TLanes.RotateLeft(c0, 1));

            // rho and pi
            TVector b0 = TLanes.Xor(a0, d0);
            TVector b1 = TLanes.RotateLeft(TLanes.Xor(a6, d1), 44);
            TVector b2 = TLanes.RotateLeft(TLanes.Xor(a12, d2), 43);
            TVector b3 = TLanes.RotateLeft(TLanes.Xor(a18, d3), 21);
            TVector b4 = TLanes.RotateLeft(TLanes.Xor(a24, d4), 14);
            TVector b5 = TLanes.RotateLeft(TLanes.Xor(a3, d3), 28);
            TVector b6 = TLanes.RotateLeft(TLanes.Xor(a9, d4), 20);
            TVector b7 = TLanes.RotateLeft(TLanes.Xor(a10, d0), 3);
            TVector b8 = TLanes.RotateLeft(TLanes.Xor(a16, d1), 45);
            TVector b9 = TLanes.RotateLeft(TLanes.Xor(a22, d2), 61);
            TVector b10 = TLanes.RotateLeft(TLanes.Xor(a1, d1), 1);
            TVector b11 = TLanes.RotateLeft(TLanes.Xor(a7, d2), 6);
            TVector b12 = TLanes.RotateLeft(TLanes.Xor(a13, d3), 25);
            TVector b13 = TLanes.RotateLeft(TLanes.Xor(a19, d4), 8);
            TVector b14 = TLanes.RotateLeft(TLanes.Xor(a20, d0), 18);
            TVector b15 = TLanes.RotateLeft(TLanes.Xor(a4, d4), 27);
            TVector b16 = TLanes.RotateLeft(TLanes.Xor(a5, d0), 36);
            TVector b17 = TLanes.RotateLeft(TLanes.Xor(a11, d1), 10);
            TVector b18 = TLanes.RotateLeft(TLanes.Xor(a17, d2), 15);
            TVector b19 = TLanes.RotateLeft(TLanes.Xor(a23, d3), 56);
            TVector b20 = TLanes.RotateLeft(TLanes.Xor(a2, d2), 62);
            TVector b21 = TLanes.RotateLeft(TLanes.Xor(a8, d3), 55);
            TVector b22 = TLanes.RotateLeft(TLanes.Xor(a14, d4), 39);
            TVector b23 = TLanes.RotateLeft(TLanes.Xor(a15, d0), 41);
            TVector b24 = TLanes.RotateLeft(TLanes.Xor(a21, d1), 2);

            // chi and iota
            a0 = TLanes.Xor(TLanes.XorAndNot(b0, b1, b2), TLanes.Broadcast(*constant));
            a1 = TLanes.XorAndNot(b1, b2, b3);
            a2 = TLanes.XorAndNot(b2, b3, b4);
            a3 = TLanes.XorAndNot(b3, b4, b0);
            a4 = TLanes.XorAndNot(b4, b0, b1);
            a5 = TLanes.XorAndNot(b5, b6, b7);
            a6 = TLanes.XorAndNot(b6, b7, b8);
            a7 = TLanes.XorAndNot(b7, b8, b9);
            a8 = TLanes.XorAndNot(b8, b9, b5);
            a9 = TLanes.XorAndNot(b9, b5, b6);
            a10 = TLanes.XorAndNot(b10, b11, b12);
            a11 = TLanes.XorAndNot(b11, b12, b13);
            a12 = TLanes.XorAndNot(b12, b13, b14);
            a13 = TLanes.XorAndNot(b13, b14, b10);
            a14 = TLanes.XorAndNot(b14, b10, b11);
            a15 = TLanes.XorAndNot(b15, b16, b17);
            a16 = TLanes.XorAndNot(b16, b17, b18);
            a17 = TLanes.XorAndNot(b17, b18, b19);
            a18 = TLanes.XorAndNot(b18, b19, b15);
            a19 = TLanes.XorAndNot(b19, b15, b16);
            a20 = TLanes.XorAndNot(b20, b21, b22);
            a21 = TLanes.XorAndNot(b21, b22, b23);
            a22 = TLanes.XorAndNot(b22, b23, b24);
            a23 = TLanes.XorAndNot(b23, b24, b20);
            a24 = TLanes.XorAndNot(b24, b20, b21);
        }

        state[0] = a0;
        state[1] = a1;
        state[2] = a2;
        state[3] = a3;
        state[4] = a4;
        state[5] = a5;
        state[6] = a6;
        state[7] = a7;
        state[8] = a8;
        state[9] = a9;
        state[10] = a10;
        state[11] = a11;
        state[12] = a12;
        state[13] = a13;
        state[14] = a14;
        state[15] = a15;
        state[16] = a16;
        state[17] = a17;
        state[18] = a18;
        state[19] = a19;
        state[20] = a20;
        state[21] = a21;
        state[22] = a22;
        state[23] = a23;
        state[24] = a24;
    }
}
