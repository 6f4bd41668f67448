namespace Appliance.Kernels;

/// <summary>Verifies batches on the lanes of a vector: parses, sorts known from unknown signers, computes, and takes special cases to the scalar code.</summary>
internal static unsafe class VectorVerifier<TKernels, TCurve, TScheme>
    where TKernels : IVectorKernels
    where TCurve : struct, ICurve
    where TScheme : IVectorScheme<TKernels>
{
    private const int WordsPerRow = 8;

    private static int Lanes => TKernels.Lanes;

    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        VectorWorkspace<TKernels> workspace = VectorWorkspace<TKernels>.Current;
        for (int start = 0; start < batch.Count; start += VectorWorkspace<TKernels>.Capacity)
        {
            int end = Math.Min(start + VectorWorkspace<TKernels>.Capacity, batch.Count);
            ReadOnlySpan<byte> digests = batch.Messages;
            if (batch.Prehashed)
            {
                digests = digests[(start * BatchContract.DigestSize)..];
            }
            else
            {
                TScheme.Digest(workspace, batch, start, end);
                digests = workspace.Digests;
            }

            VerifyChunk(workspace, batch, start, end, digests, codes);
        }
    }

    private static void VerifyChunk(
        VectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end, ReadOnlySpan<byte> digests, Span<SignatureCode> codes)
    {
        (int narrow, int wide) = CountKnown(batch, start, end);
        int firstWide = WholeGroups(narrow);
        int firstUnknown = firstWide + WholeGroups(wide);
        int nextNarrow = 0;
        int nextWide = firstWide;
        int nextUnknown = firstUnknown;
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<byte> digest = digests.Slice((i - start) * BatchContract.DigestSize, BatchContract.DigestSize);
            if (!batch.SignerTables.IsEmpty && batch.SignerTables[i] is CombSignerTable<TCurve> table)
            {
                codes[i] = TScheme.Read(batch, i, digest, out UInt256 r, out UInt256 s, out UInt256 target);
                if (codes[i] != SignatureCode.NotComputed) continue;

                int slot = table.Size == SignerTableSize.Wide ? nextWide++ : nextNarrow++;
                Put(workspace, slot, i, r, s, UInt256.Read(digest), target);
                workspace.Bases[slot] = table.Comb.Address;
            }
            else
            {
                codes[i] = ReadUnknown(workspace, nextUnknown, batch, i, digest);
                if (codes[i] == SignatureCode.NotComputed) nextUnknown++;
            }
        }

        int narrowGroups = PadKnown(workspace, 0, nextNarrow, firstWide);
        int wideGroups = PadKnown(workspace, firstWide, nextWide, firstUnknown);
        int unknownGroups = WholeGroups(nextUnknown - firstUnknown) / Lanes;
        for (int slot = nextUnknown; slot < firstUnknown + unknownGroups * Lanes; slot++)
        {
            PutPadding(workspace, slot, GeneratorComb<TCurve>.Value.Address);
        }

        int groups = firstUnknown / Lanes + unknownGroups;
        if (narrowGroups + wideGroups + unknownGroups > 0) TScheme.ComputeScalars(workspace, groups);
        if (narrowGroups > 0) VectorEntrySums<TKernels, TCurve>.Verify(workspace, 0, narrowGroups, SignerTableSize.Standard, codes);
        if (wideGroups > 0) VectorEntrySums<TKernels, TCurve>.Verify(workspace, firstWide / Lanes, wideGroups, SignerTableSize.Wide, codes);
        if (unknownGroups > 0)
        {
            CheckKeys(workspace, firstUnknown, unknownGroups, codes);
            VectorDoubleScalar<TKernels, TCurve>.VerifyUnknown(workspace, firstUnknown / Lanes, unknownGroups, codes);
        }

        for (int i = start; i < end; i++)
        {
            if (codes[i] != SignatureCode.NotComputed) continue;

            codes[i] = TScheme.VerifyCompletely(
                batch, i, digests.Slice((i - start) * BatchContract.DigestSize, BatchContract.DigestSize));
            if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[i] = true;
        }
    }

    private static int WholeGroups(int slots) => (slots + Lanes - 1) / Lanes * Lanes;

    private static (int Narrow, int Wide) CountKnown(in SignatureBatch batch, int start, int end)
    {
        if (batch.SignerTables.IsEmpty) return default;

        (int narrow, int wide) = (0, 0);
        foreach (SignerTable? table in batch.SignerTables[start..end])
        {
            if (table is null) continue;

            if (table.Size == SignerTableSize.Wide)
            {
                wide++;
            }
            else
            {
                narrow++;
            }
        }

        return (narrow, wide);
    }

    /// <summary>
    /// Fills what faults left of a section of known signers, and returns its groups in use. They look into the section's first table: one made for it.
    /// </summary>
    private static int PadKnown(VectorWorkspace<TKernels> workspace, int first, int next, int end)
    {
        ulong table = next > first ? workspace.Bases[first] : GeneratorComb<TCurve>.Value.Address;
        for (int slot = next; slot < end; slot++)
        {
            PutPadding(workspace, slot, table);
        }

        return WholeGroups(next - first) / Lanes;
    }

    /// <summary>
    /// Takes a slot for an item whose key is still to be checked: a bad key is reported before a bad signature. Returns the fault of a key that needs
    /// no slot to be refused.
    /// </summary>
    private static SignatureCode ReadUnknown(
        VectorWorkspace<TKernels> workspace, int slot, in SignatureBatch batch, int index, ReadOnlySpan<byte> digest)
    {
        ReadOnlySpan<byte> key = batch.PublicKeys.Slice(index * PublicKey.Size, PublicKey.Size);
        UInt256 x = UInt256.Read(key);
        UInt256 y = UInt256.Read(key[32..]);
        if (!(x < TCurve.Modulus) || !(y < TCurve.Modulus)) return SignatureCode.InvalidPublicKey;

        SignatureCode fault = TScheme.Read(batch, index, digest, out UInt256 r, out UInt256 s, out UInt256 target);
        if (fault == SignatureCode.NotComputed)
        {
            Put(workspace, slot, index, r, s, UInt256.Read(digest), target);
        }
        else
        {
            PutPadding(workspace, slot, GeneratorComb<TCurve>.Value.Address);
            workspace.Indices[slot] = index;
        }

        workspace.Faults[slot] = fault;
        PutKey(workspace, slot, x, y);
        return SignatureCode.NotComputed;
    }

    private static void Put(
        VectorWorkspace<TKernels> workspace, int slot, int index, in UInt256 r, in UInt256 s, in UInt256 digest, in UInt256 target)
    {
        workspace.Indices[slot] = index;
        VectorColumns<TKernels>.PutSlot(workspace.R, slot, r);
        VectorColumns<TKernels>.PutSlot(workspace.S, slot, s);
        VectorColumns<TKernels>.PutSlot(workspace.Digest, slot, digest);
        VectorColumns<TKernels>.PutSlot(workspace.Target, slot, target);
    }

    /// <summary>A slot that no verdict comes from, with a point and scalars that disturb no other lane.</summary>
    private static void PutPadding(VectorWorkspace<TKernels> workspace, int slot, ulong table)
    {
        var one = new UInt256(1, 0, 0, 0);
        Put(workspace, slot, -1, one, one, one, one);
        workspace.Bases[slot] = table;
        workspace.Faults[slot] = SignatureCode.NotComputed;
        PutKey(workspace, slot, TCurve.GeneratorX, TCurve.GeneratorY);
    }

    private static void PutKey(VectorWorkspace<TKernels> workspace, int slot, in UInt256 x, in UInt256 y)
    {
        ulong* key = workspace.Keys + slot / Lanes * VectorWorkspace<TKernels>.KeySize * Lanes;
        VectorColumns<TKernels>.Put(key, slot % Lanes, x);
        VectorColumns<TKernels>.Put(key + VectorWorkspace<TKernels>.IntegerSize * Lanes, slot % Lanes, y);
    }

    /// <summary>
    /// Brings the keys into rows. One that is not on the curve gets its code and is replaced by the generator: in formulas that share an inversion
    /// it could spoil other lanes.
    /// </summary>
    private static void CheckKeys(VectorWorkspace<TKernels> workspace, int firstSlot, int groups, Span<SignatureCode> codes)
    {
        const int Size = VectorWorkspace<TKernels>.CheckedKeySize;
        int firstGroup = firstSlot / Lanes;
        TKernels.ReadKeys(
            workspace.CheckedKeys + firstGroup * Size * Lanes, workspace.Keys + firstGroup * VectorWorkspace<TKernels>.KeySize * Lanes, null, groups);
        for (int slot = firstSlot; slot < firstSlot + groups * Lanes; slot++)
        {
            ulong* rows = workspace.CheckedKeys + slot / Lanes * Size * Lanes;
            ulong* row = rows + slot % Lanes * WordsPerRow;
            workspace.Bases[slot] = (ulong)row;
            int index = workspace.Indices[slot];
            if (rows[VectorWorkspace<TKernels>.RowsSize * Lanes + slot % Lanes] != 0)
            {
                codes[index] = SignatureCode.InvalidPublicKey;
                *(AffinePoint*)row = CurveConstants<TCurve>.Generator;
                workspace.Indices[slot] = -1;
            }
            else if (workspace.Faults[slot] != SignatureCode.NotComputed)
            {
                codes[index] = workspace.Faults[slot];
                workspace.Indices[slot] = -1;
            }
        }
    }
}
