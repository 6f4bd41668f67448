namespace Appliance.Kernels;

/// <summary>
/// Ed25519 on vectors, one signature of a known signer to a lane. Unknown signers' signatures, and those that satisfy ZIP 215 only by its cofactor
/// or not at all, are the scalar code's.
/// </summary>
internal static unsafe class VectorEd25519<TKernels, THash>
    where TKernels : IEdwardsKernels
    where THash : struct, IMessageHash
{
    private static int Lanes => TKernels.Lanes;

    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        codes[..batch.Count].Fill(SignatureCode.NotComputed);
        const int Capacity = EdwardsVectorWorkspace<TKernels>.Capacity;
        for (int start = 0; start < batch.SignerTables.Length; start += Capacity)
        {
            VerifyKnown(EdwardsVectorWorkspace<TKernels>.Current, batch, start, Math.Min(start + Capacity, batch.Count), codes);
        }

        Ed25519Signature.VerifyRemaining(batch, codes);
    }

    private static void VerifyKnown(
        EdwardsVectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end, Span<SignatureCode> codes)
    {
        if (!HasKnown(batch.SignerTables[start..end])) return;

        THash.Hash(HashFunction.Sha512, workspace.Messages(batch, start, end), workspace.Digests);
        EdwardsComb generator = EdwardsGenerator.Comb;
        int slots = 0;
        for (int i = start; i < end; i++)
        {
            if (batch.SignerTables[i] is not Ed25519SignerTable table) continue;

            codes[i] = Read(batch, i, out UInt256 s);
            if (codes[i] != SignatureCode.NotComputed) continue;

            UInt256 k = Edwards25519Order.Reduce(workspace.Digests.AsSpan((i - start) * Sha512.DigestSize, Sha512.DigestSize));
            Put(workspace, slots++, i, table.Comb, k, generator, s);
        }

        if (slots == 0) return;

        int groups = (slots + Lanes - 1) / Lanes;
        for (int slot = slots; slot < groups * Lanes; slot++)
        {
            Put(workspace, slot, -1, generator, default, generator, default);
        }

        Sum(workspace, groups, generator);
        Encode(workspace, groups);
        for (int slot = 0; slot < slots; slot++)
        {
            int index = workspace.Indices[slot];
            ReadOnlySpan<byte> r = batch.Signatures.Slice(index * BatchContract.SignatureSize, EdwardsEncoding.Size);
            if (EncodingOf(workspace, slot).Equals(UInt256.ReadLittleEndian(r)))
            {
                codes[index] = SignatureCode.Valid;
            }
            else if (batch.Ed25519Profile != Ed25519Profile.Zip215)
            {
                codes[index] = SignatureCode.Mismatch;
            }
        }

        GC.KeepAlive(generator);
    }

    private static bool HasKnown(ReadOnlySpan<SignerTable?> tables)
    {
        foreach (SignerTable? table in tables)
        {
            if (table is not null) return true;
        }

        return false;
    }

    /// <summary>The fault of a known signer's item, or <see cref="SignatureCode.NotComputed"/> with S.</summary>
    private static SignatureCode Read(in SignatureBatch batch, int index, out UInt256 s)
    {
        ReadOnlySpan<byte> key = batch.PublicKeys.Slice(index * EdwardsEncoding.Size, EdwardsEncoding.Size);
        s = default;
        return Ed25519Signature.AcceptsKey(batch.Ed25519Profile, key)
            ? Ed25519Signature.ReadSignature(batch, index, out s)
            : SignatureCode.InvalidPublicKey;
    }

    private static void Put(
        EdwardsVectorWorkspace<TKernels> workspace, int slot, int index, EdwardsComb table, in UInt256 k, EdwardsComb generator, in UInt256 s)
    {
        workspace.Indices[slot] = index;
        workspace.Bases[slot] = table.Address;
        EdwardsVectorWorkspace<TKernels>.Put(workspace.K, slot, table.Recode(k));
        EdwardsVectorWorkspace<TKernels>.Put(workspace.S, slot, generator.Recode(s));
    }

    /// <summary>S B - k A of each slot. The tables' formulas are complete, so Z is never 0.</summary>
    private static void Sum(EdwardsVectorWorkspace<TKernels> workspace, int groups, EdwardsComb generator)
    {
        const int SignerWindows = EdwardsVectorWorkspace<TKernels>.SignerWindows;
        int scalarSize = EdwardsVectorWorkspace<TKernels>.ScalarSize * Lanes;
        new Span<ulong>(workspace.GeneratorBase, Lanes).Fill(generator.Address);
        for (int group = 0; group < groups; group++)
        {
            ulong* steps = workspace.Steps;
            TKernels.LocateInSignerTable(steps, workspace.K + group * scalarSize, workspace.Bases + group * Lanes, 1);
            TKernels.LocateInGeneratorTable(steps + SignerWindows * Lanes, workspace.S + group * scalarSize, workspace.GeneratorBase, 1);
            ulong* sum = workspace.Sums + group * workspace.PointSize;
            new ReadOnlySpan<ulong>(workspace.Identity, workspace.PointSize).CopyTo(new Span<ulong>(sum, workspace.PointSize));
            TKernels.AddEntries(sum, steps, null, SignerWindows + EdwardsVectorWorkspace<TKernels>.GeneratorWindows);
        }
    }

    /// <summary>Encodings of the sums, with one inversion for all groups.</summary>
    private static void Encode(EdwardsVectorWorkspace<TKernels> workspace, int groups)
    {
        int element = TKernels.Limbs * Lanes;
        ulong* products = workspace.Inverses;
        new ReadOnlySpan<ulong>(workspace.One, element).CopyTo(new Span<ulong>(products, element));
        TKernels.MultiplyZ(products + element, products, workspace.Sums, groups);
        ulong* inverse = products + groups * element;
        EdwardsInversion<TKernels>.Invert(inverse, workspace.Scratch);
        TKernels.UnwindZ(inverse, inverse - element, workspace.Sums + (groups - 1) * workspace.PointSize, groups);
        TKernels.Encode(workspace.Encodings, workspace.Sums, products, groups);
    }

    private static UInt256 EncodingOf(EdwardsVectorWorkspace<TKernels> workspace, int slot)
    {
        ulong* words = workspace.Encodings + slot / Lanes * EdwardsVectorWorkspace<TKernels>.EncodingSize * Lanes + slot % Lanes;
        return new UInt256(words[0], words[Lanes], words[2 * Lanes], words[3 * Lanes]);
    }
}
