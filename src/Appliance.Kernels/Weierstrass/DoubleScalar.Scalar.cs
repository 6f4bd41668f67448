namespace Appliance.Kernels;

/// <summary>
/// The last step of ECDSA and SM2 verification, shared because it is the same: compute U1 G + U2 Q and compare its x coordinate.
/// </summary>
internal static class DoubleScalar<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>p - n: a target below it may also stand for x = target + n (SEC 1 section 4.1.4, step 8).</summary>
    private static readonly UInt256 PrimeMinusOrder = UInt256.Subtract(TCurve.Modulus, TCurve.Order, out _);

    /// <summary>Writes the code of each lane: <see cref="SignatureCode.Valid"/> or <see cref="SignatureCode.Mismatch"/>.</summary>
    public static void Verify(Workspace<TCurve> workspace, int count, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        ReadOnlySpan<SignerTable?> tables = batch.SignerTables;
        int known = 0;
        int unknown = 0;
        for (int i = 0; i < count; i++)
        {
            if (!tables.IsEmpty && tables[workspace.Lanes[i].Index] is not null)
            {
                workspace.Known[known++] = i;
            }
            else
            {
                workspace.Unknown[unknown++] = i;
            }
        }

        if (known >= BatchedComb<TCurve>.MinLanes)
        {
            BatchedComb<TCurve>.Verify(workspace, known, batch, codes);
        }
        else
        {
            VerifyKnown(workspace, workspace.Known.AsSpan(0, known), batch, codes);
        }

        for (int start = 0; start < unknown; start += Workspace<TCurve>.UnknownCapacity)
        {
            int part = Math.Min(Workspace<TCurve>.UnknownCapacity, unknown - start);
            VerifyUnknown(workspace, workspace.Unknown.AsSpan(start, part), batch.SlowLanes, codes);
        }
    }

    /// <summary>The verdict on a sum.</summary>
    public static SignatureCode Compare(in XyzzPoint sum, in UInt256 target) =>
        HasX(sum, target) ? SignatureCode.Valid : SignatureCode.Mismatch;

    private static void VerifyKnown(
        Workspace<TCurve> workspace, ReadOnlySpan<int> positions, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        foreach (int position in positions)
        {
            ref readonly Lane lane = ref workspace.Lanes[position];
            var table = (CombSignerTable<TCurve>)batch.SignerTables[lane.Index]!;
            table.Comb.Multiply(out XyzzPoint sum, lane.U2);
            AddGenerator(ref sum, lane, table.Point, batch.SlowLanes);
            codes[lane.Index] = Compare(sum, lane.Target);
        }
    }

    private static void VerifyUnknown(
        Workspace<TCurve> workspace, ReadOnlySpan<int> positions, Span<bool> slowLanes, Span<SignatureCode> codes)
    {
        SumUnknown(workspace, positions, slowLanes);
        for (int i = 0; i < positions.Length; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[positions[i]];
            codes[lane.Index] = Compare(workspace.Sums[i], lane.Target);
        }
    }

    /// <summary>
    /// U1 G + U2 Q into <see cref="Workspace{TCurve}.Sums"/>, for up to <see cref="Workspace{TCurve}.UnknownCapacity"/> lanes without tables; ZZ is 0
    /// where the sum is infinity.
    /// </summary>
    public static void SumUnknown(Workspace<TCurve> workspace, ReadOnlySpan<int> positions, Span<bool> slowLanes)
    {
        FillOddMultiples(workspace, positions);
        for (int i = 0; i < positions.Length; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[positions[i]];
            ReadOnlySpan<AffinePoint> oddMultiples = workspace.OddMultiples.AsSpan(i * Wnaf.Multiples, Wnaf.Multiples);
            ref XyzzPoint sum = ref workspace.Sums[i];
            if (TCurve.HasEndomorphism)
            {
                MultiplySplit(out sum, lane.U2, oddMultiples);
            }
            else
            {
                Multiply(out sum, lane.U2, oddMultiples);
            }

            AddGenerator(ref sum, lane, lane.Key, slowLanes);
        }
    }

    /// <summary>Adds U1 G to U2 Q, or computes both anew where the fast formulas met a special case.</summary>
    private static void AddGenerator(ref XyzzPoint sum, in Lane lane, in AffinePoint key, Span<bool> slowLanes)
    {
        GeneratorComb<TCurve>.Value.Add(ref sum, lane.U1);
        if (!Field<TCurve>.IsZero(sum.Zz)) return;

        CompleteArithmetic<TCurve>.MultiplyAdd(out sum, lane.U1, lane.U2, key);
        if (!slowLanes.IsEmpty) slowLanes[lane.Index] = true;
    }

    /// <summary>The odd multiples Q, 3Q, … 15Q of each lane, made affine by one inversion for all lanes.</summary>
    private static void FillOddMultiples(Workspace<TCurve> workspace, ReadOnlySpan<int> positions)
    {
        const int PerLane = Workspace<TCurve>.MultiplesPerLane;
        int unknown = positions.Length;
        for (int i = 0; i < unknown; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[positions[i]];
            workspace.OddMultiples[i * Wnaf.Multiples] = lane.Key;
            Span<JacobianPoint> multiples = workspace.Unnormalized.AsSpan(i * PerLane, PerLane);
            FillOddMultiples(lane.Key, multiples);
            for (int j = 0; j < PerLane; j++)
            {
                workspace.Inverses[i * PerLane + j] = multiples[j].Z;
            }
        }

        Field<TCurve>.InvertAll(workspace.Inverses.AsSpan(0, unknown * PerLane), workspace.Scratch);
        for (int i = 0; i < unknown * PerLane; i++)
        {
            ref readonly JacobianPoint multiple = ref workspace.Unnormalized[i];
            workspace.OddMultiples[i / PerLane * Wnaf.Multiples + i % PerLane + 1] =
                PointArithmetic<TCurve>.Normalize(multiple.X, multiple.Y, workspace.Inverses[i]);
        }
    }

    /// <summary>
    /// 3Q, 5Q, …: 2Q = (X, Y, Z) is taken as the affine point (X, Y) of the isomorphic curve on which Q is (x Z^2, y Z^3); the
    /// addition formulas do not involve the curve's coefficients, and the result returns by multiplying its Z with Z.
    /// </summary>
    private static void FillOddMultiples(in AffinePoint key, Span<JacobianPoint> multiples)
    {
        PointArithmetic<TCurve>.Load(out JacobianPoint twice, key, sign: 0);
        PointArithmetic<TCurve>.Double(ref twice);
        Field<TCurve>.Square(out FieldElement zz, twice.Z);
        Field<TCurve>.Multiply(out FieldElement zzz, twice.Z, zz);

        JacobianPoint multiple;
        Field<TCurve>.Multiply(out multiple.X, FieldElement.Unpack(key.X), zz);
        Field<TCurve>.Multiply(out multiple.Y, FieldElement.Unpack(key.Y), zzz);
        multiple.Z = Field<TCurve>.One;
        for (int i = 0; i < multiples.Length; i++)
        {
            PointArithmetic<TCurve>.AddMixed(ref multiple, twice.X, twice.Y, sign: 0);
            multiples[i] = multiple;
            Field<TCurve>.Multiply(out multiples[i].Z, multiple.Z, twice.Z);
        }
    }

    /// <summary>k Q for k not 0, from the odd multiples of Q.</summary>
    private static void Multiply(out XyzzPoint r, in UInt256 k, ReadOnlySpan<AffinePoint> oddMultiples)
    {
        Span<sbyte> digits = stackalloc sbyte[Wnaf.Length];
        int bit = Wnaf.Recode(k, digits) - 1;
        PointArithmetic<TCurve>.Load(out JacobianPoint sum, oddMultiples[digits[bit] >> 1], sign: 0);
        for (bit--; bit >= 0; bit--)
        {
            PointArithmetic<TCurve>.Double(ref sum);
            int digit = digits[bit];
            if (digit != 0)
            {
                int sign = digit >> 31;
                PointArithmetic<TCurve>.AddMixed(ref sum, oddMultiples[((digit ^ sign) - sign) >> 1], sign);
            }
        }

        PointArithmetic<TCurve>.Convert(out r, sum);
    }

    /// <summary>k Q for k not 0, as k1 Q + k2 (lambda Q): half the doublings.</summary>
    private static void MultiplySplit(out XyzzPoint r, in UInt256 k, ReadOnlySpan<AffinePoint> oddMultiples)
    {
        TCurve.Split(k, out UInt256 k1, out long sign1, out UInt256 k2, out long sign2);
        Span<sbyte> digits1 = stackalloc sbyte[Wnaf.Length];
        Span<sbyte> digits2 = stackalloc sbyte[Wnaf.Length];
        int end1 = Wnaf.Recode(k1, digits1);
        int end2 = Wnaf.Recode(k2, digits2);
        int bit = Math.Max(end1, end2) - 1;

        // The highest digit is loaded instead of added; k is not 0, so there is one.
        JacobianPoint sum;
        if (end1 >= end2)
        {
            PointArithmetic<TCurve>.Load(out sum, oddMultiples[digits1[bit] >> 1], sign1);
            digits1[bit] = 0;
        }
        else
        {
            PointArithmetic<TCurve>.Load(out sum, oddMultiples[digits2[bit] >> 1], sign2);
            Field<TCurve>.Multiply(out sum.X, sum.X, TCurve.Beta);
            digits2[bit] = 0;
        }

        while (true)
        {
            int digit = digits1[bit];
            if (digit != 0)
            {
                int sign = digit >> 31;
                PointArithmetic<TCurve>.AddMixed(ref sum, oddMultiples[((digit ^ sign) - sign) >> 1], sign ^ sign1);
            }

            digit = digits2[bit];
            if (digit != 0)
            {
                int sign = digit >> 31;
                ref readonly AffinePoint multiple = ref oddMultiples[((digit ^ sign) - sign) >> 1];
                Field<TCurve>.Multiply(out FieldElement x, FieldElement.Unpack(multiple.X), TCurve.Beta);
                PointArithmetic<TCurve>.AddMixed(ref sum, x, FieldElement.Unpack(multiple.Y), sign ^ sign2);
            }

            if (bit-- == 0) break;

            PointArithmetic<TCurve>.Double(ref sum);
        }

        PointArithmetic<TCurve>.Convert(out r, sum);
    }

    /// <summary>Whether the point is finite and its x coordinate is the target or, if that is still below p, target + n.</summary>
    private static bool HasX(in XyzzPoint point, in UInt256 target)
    {
        if (Field<TCurve>.IsZero(point.Zz)) return false;
        if (IsX(point, target)) return true;

        return target < PrimeMinusOrder && IsX(point, UInt256.Add(target, TCurve.Order, out _));
    }

    private static bool IsX(in XyzzPoint point, in UInt256 x)
    {
        FieldElement montgomeryX = Field<TCurve>.ToMontgomery(x);
        Field<TCurve>.Multiply(out FieldElement scaled, montgomeryX, point.Zz);
        return CurveField<TCurve>.AreEqual(scaled, point.X);
    }
}
