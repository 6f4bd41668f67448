namespace Appliance.Kernels;

/// <summary>
/// Comb multiplication of many lanes in step, in affine coordinates: each step adds one table entry to every lane and inverts all
/// the slopes' denominators together. An addition then costs 5 products and a squaring instead of 8 and 2, plus its share of the
/// inversion (some 300 products), which pays from <see cref="MinLanes"/> lanes on.
/// </summary>
internal static class BatchedComb<TCurve>
    where TCurve : struct, ICurve
{
    public const int MinLanes = 64;

    /// <summary>Lanes between asking for a table entry and using it.</summary>
    private const int PrefetchDistance = 16;

    /// <summary>
    /// Verifies the lanes of known signers that <see cref="Workspace{TCurve}.Known"/> lists. Lanes in which equal or opposite points meet go through
    /// <see cref="CompleteArithmetic{TCurve}"/>.
    /// </summary>
    public static void Verify(Workspace<TCurve> workspace, int count, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        ReadOnlySpan<SignerTable?> tables = batch.SignerTables;
        int narrow = MoveNarrowToFront(workspace, count, tables);
        Start(workspace, count, tables);
        for (int window = 1; window < workspace.Combs[0].Windows; window++)
        {
            Step(workspace, window < workspace.Combs[count - 1].Windows ? count : narrow, window);
        }

        Comb<TCurve> generator = GeneratorComb<TCurve>.Value;
        for (int i = 0; i < count; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[workspace.Known[i]];
            workspace.Combs[i] = generator;
            workspace.IsExceptional[i] |= lane.U1.IsZero;
            workspace.Scalars[i] = generator.Recode(lane.U1);
        }

        for (int window = 0; window < generator.Windows; window++)
        {
            Step(workspace, count, window);
        }

        for (int i = 0; i < count; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[workspace.Known[i]];
            XyzzPoint sum;
            if (workspace.IsExceptional[i])
            {
                AffinePoint key = ((CombSignerTable<TCurve>)tables[lane.Index]!).Point;
                CompleteArithmetic<TCurve>.MultiplyAdd(out sum, lane.U1, lane.U2, key);
                if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[lane.Index] = true;
            }
            else
            {
                sum.X = workspace.X[i];
                sum.Y = workspace.Y[i];
                sum.Zz = Field<TCurve>.One;
                sum.Zzz = Field<TCurve>.One;
            }

            codes[lane.Index] = DoubleScalar<TCurve>.Compare(sum, lane.Target);
        }
    }

    /// <summary>Lanes of narrow windows have more of them, so they come first. Returns how many they are.</summary>
    private static int MoveNarrowToFront(Workspace<TCurve> workspace, int count, ReadOnlySpan<SignerTable?> tables)
    {
        Span<int> known = workspace.Known.AsSpan(0, count);
        int narrow = 0;
        for (int i = 0; i < known.Length; i++)
        {
            if (tables[workspace.Lanes[known[i]].Index]!.Size == SignerTableSize.Wide) continue;

            (known[narrow], known[i]) = (known[i], known[narrow]);
            narrow++;
        }

        return narrow;
    }

    /// <summary>Loads each lane's entry of window 0.</summary>
    private static void Start(Workspace<TCurve> workspace, int count, ReadOnlySpan<SignerTable?> tables)
    {
        for (int i = 0; i < count; i++)
        {
            ref readonly Lane lane = ref workspace.Lanes[workspace.Known[i]];
            Comb<TCurve> comb = ((CombSignerTable<TCurve>)tables[lane.Index]!).Comb;
            workspace.Combs[i] = comb;
            workspace.IsExceptional[i] = false;
            workspace.Scalars[i] = comb.Recode(lane.U2);
            int index = comb.Locate(workspace.Scalars[i], 0, out long sign);
            PointArithmetic<TCurve>.Load(out JacobianPoint point, comb[index], sign);
            workspace.X[i] = point.X;
            workspace.Y[i] = point.Y;
        }
    }

    /// <summary>Adds each lane's entry of a window to the lane.</summary>
    private static void Step(Workspace<TCurve> workspace, int count, int window)
    {
        Span<FieldElement> xs = workspace.X.AsSpan(0, count);
        Span<FieldElement> ys = workspace.Y.AsSpan(0, count);
        Span<FieldElement> differences = workspace.Inverses.AsSpan(0, count);
        Span<FieldElement> products = workspace.Scratch.AsSpan(0, count);
        Span<int> entries = workspace.Entries.AsSpan(0, count);
        ReadOnlySpan<Comb<TCurve>> combs = workspace.Combs.AsSpan(0, count);
        ReadOnlySpan<CombScalar> scalars = workspace.Scalars.AsSpan(0, count);

        FieldElement product = Field<TCurve>.One;
        for (int i = -PrefetchDistance; i < xs.Length; i++)
        {
            int ahead = i + PrefetchDistance;
            if (ahead < xs.Length)
            {
                int index = combs[ahead].Locate(scalars[ahead], window, out long sign);
                entries[ahead] = index ^ (int)sign;
                combs[ahead].Prefetch(index);
            }

            if (i < 0) continue;

            ref readonly AffinePoint entry = ref combs[i][entries[i] ^ (entries[i] >> 31)];
            FieldElement.Unpack(out FieldElement x2, entry.X);
            CurveField<TCurve>.Subtract(out differences[i], x2, xs[i]);
            if (Field<TCurve>.IsZero(differences[i]))
            {
                // Keeps the other lanes' inverses right; what this lane computes from here on is thrown away.
                workspace.IsExceptional[i] = true;
                differences[i] = Field<TCurve>.One;
            }

            products[i] = product;
            Field<TCurve>.Multiply(out product, product, differences[i]);
        }

        Field<TCurve>.Invert(out FieldElement inverse, product);
        for (int i = xs.Length - 1; i >= 0; i--)
        {
            int sign = entries[i] >> 31;
            ref readonly AffinePoint entry = ref combs[i][entries[i] ^ sign];
            Field<TCurve>.Multiply(out FieldElement own, inverse, products[i]);
            Field<TCurve>.Multiply(out inverse, inverse, differences[i]);
            FieldElement.Unpack(out FieldElement x2, entry.X);
            FieldElement.Unpack(out FieldElement y2, entry.Y);
            CurveField<TCurve>.SignedSubtract(out FieldElement rise, y2, sign, ys[i]);
            Field<TCurve>.Multiply(out FieldElement slope, rise, own);
            Field<TCurve>.Square(out FieldElement squared, slope);
            FieldElement x1 = xs[i];
            CurveField<TCurve>.SubtractBoth(out xs[i], squared, x1, x2);
            CurveField<TCurve>.SubtractLazily(out FieldElement run, x1, xs[i]);
            Field<TCurve>.Multiply(out FieldElement fall, slope, run);
            CurveField<TCurve>.Subtract(out ys[i], fall, ys[i]);
        }
    }
}
