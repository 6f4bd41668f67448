namespace Appliance.Kernels;

/// <summary>Recovery of the public key from an ECDSA signature, SEC 1 version 2.0 section 4.1.6: Q = (s R - e G) / r.</summary>
internal static class EcdsaRecovery<TCurve, TOrder>
    where TCurve : struct, ICurve
    where TOrder : struct, IModulus
{
    /// <summary>v is two bits: the parity of y and whether x was reduced.</summary>
    private const int MaxV = 3;

    /// <summary>Recovers the keys of a batch whose columns were checked.</summary>
    public static void Recover(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        publicKeys[..(batch.Count * PublicKey.Size)].Clear();
        Workspace<TCurve> workspace = Workspace<TCurve>.Current;
        for (int start = 0; start < batch.Count; start += Workspace<TCurve>.UnknownCapacity)
        {
            int end = Math.Min(start + Workspace<TCurve>.UnknownCapacity, batch.Count);
            int live = 0;
            for (int i = start; i < end; i++)
            {
                codes[i] = Read(batch, i, ref workspace.Lanes[live]);
                if (codes[i] != SignatureCode.NotComputed) continue;

                workspace.Unknown[live] = live;
                live++;
            }

            ComputeScalars(workspace, live);
            DoubleScalar<TCurve>.SumUnknown(workspace, workspace.Unknown.AsSpan(0, live), batch.SlowLanes);
            Write(workspace, live, publicKeys, codes);
        }
    }

    /// <summary>Fills the lane, R as its key, and returns <see cref="SignatureCode.NotComputed"/>, or returns the fault.</summary>
    private static SignatureCode Read(in RecoveryBatch batch, int index, ref Lane lane)
    {
        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.RecoverableSize, BatchContract.RecoverableSize);
        lane.R = UInt256.Read(signature);
        lane.S = UInt256.Read(signature[32..]);
        int v = signature[BatchContract.SignatureSize];
        UInt256 order = TOrder.Modulus;
        if (lane.R.IsZero || lane.S.IsZero || !(lane.R < order) || !(lane.S < order) || v > MaxV) return SignatureCode.OutOfRange;
        if (batch.RequireLowS && lane.S > Ecdsa<TCurve, TOrder>.HalfOrder) return SignatureCode.HighS;

        UInt256 x = lane.R;
        if ((v & 2) != 0)
        {
            x = UInt256.Add(x, order, out ulong carry);
            if (carry != 0 || !(x < TCurve.Modulus)) return SignatureCode.Mismatch;
        }

        if (!TryDecompress(x, isOdd: (v & 1) != 0, out lane.Key)) return SignatureCode.Mismatch;

        lane.Digest = UInt256.Read(batch.Digests[(index * BatchContract.DigestSize)..]);
        lane.Index = index;
        return SignatureCode.NotComputed;
    }

    /// <summary>The point with an x coordinate below p, if there is one, and that parity of y, which is never 0 in a group of odd order.</summary>
    private static bool TryDecompress(in UInt256 x, bool isOdd, out AffinePoint point)
    {
        point = default;
        FieldElement montgomeryX = Field<TCurve>.ToMontgomery(x);
        PointArithmetic<TCurve>.EvaluateCubic(out FieldElement square, montgomeryX);
        if (!CurveField<TCurve>.TrySquareRoot(out FieldElement y, square)) return false;

        if (Field<TCurve>.FromMontgomery(y).IsEven == isOdd)
        {
            FieldElement zero = default;
            CurveField<TCurve>.Subtract(out y, zero, y);
        }

        point = new AffinePoint(Field<TCurve>.Canonical(montgomeryX), Field<TCurve>.Canonical(y));
        return true;
    }

    /// <summary>u1 = -e / r and u2 = s / r modulo n, with one inversion for the chunk.</summary>
    private static void ComputeScalars(Workspace<TCurve> workspace, int count)
    {
        Span<FieldElement> inverses = workspace.Inverses.AsSpan(0, count);
        Span<Lane> lanes = workspace.Lanes.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            inverses[i] = Field<TOrder>.ToMontgomery(lanes[i].R);
        }

        Field<TOrder>.InvertAll(inverses, workspace.Scratch);
        for (int i = 0; i < count; i++)
        {
            ref Lane lane = ref lanes[i];

            // Montgomery form times plain integer is a plain integer; the digest need not be below n.
            Field<TOrder>.Multiply(out FieldElement u1, inverses[i], FieldElement.Unpack(lane.Digest));
            Field<TOrder>.Multiply(out FieldElement u2, inverses[i], FieldElement.Unpack(lane.S));
            lane.U1 = UInt256.SubtractModulo(default, Field<TOrder>.Canonical(u1), TOrder.Modulus);
            lane.U2 = Field<TOrder>.Canonical(u2);
        }
    }

    /// <summary>Writes keys and codes, with one inversion for the chunk.</summary>
    private static void Write(Workspace<TCurve> workspace, int count, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        Span<FieldElement> inverses = workspace.Inverses.AsSpan(0, count);
        Span<XyzzPoint> sums = workspace.Sums.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            bool isInfinity = Field<TCurve>.IsZero(sums[i].Zz);
            codes[workspace.Lanes[i].Index] = isInfinity ? SignatureCode.Mismatch : SignatureCode.Valid;
            inverses[i] = isInfinity ? Field<TCurve>.One : sums[i].Zzz;
        }

        Field<TCurve>.InvertAll(inverses, workspace.Scratch);
        for (int i = 0; i < count; i++)
        {
            int index = workspace.Lanes[i].Index;
            if (codes[index] != SignatureCode.Valid) continue;

            // 1 / Z = ZZ / ZZZ.
            Field<TCurve>.Multiply(out FieldElement inverseZ, sums[i].Zz, inverses[i]);
            Field<TCurve>.Square(out FieldElement inverseZz, inverseZ);
            Field<TCurve>.Multiply(out FieldElement x, sums[i].X, inverseZz);
            Field<TCurve>.Multiply(out FieldElement y, sums[i].Y, inverses[i]);
            Span<byte> key = publicKeys.Slice(index * PublicKey.Size, PublicKey.Size);
            Field<TCurve>.FromMontgomery(x).Write(key);
            Field<TCurve>.FromMontgomery(y).Write(key[32..]);
        }
    }
}
