namespace Appliance.Kernels;

/// <summary>Ed25519 on vectors, one signature to a lane: parses, sorts known from unknown signers, sums, and judges the sums' encodings.</summary>
internal static unsafe class VectorEd25519<TKernels, THash>
    where TKernels : IEdwardsKernels
    where THash : struct, IMessageHash
{
    private const int Together = EdwardsPowers<TKernels>.Together;

    /// <summary>An encoding of the identity, for lanes without a key.</summary>
    private static readonly UInt256 IdentityKey = new(1, 0, 0, 0);

    private static int Lanes => TKernels.Lanes;

    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        const int Capacity = EdwardsVectorWorkspace<TKernels>.Capacity;
        EdwardsComb generator = EdwardsGenerator.Comb;
        for (int start = 0; start < batch.Count; start += Capacity)
        {
            VerifyChunk(EdwardsVectorWorkspace<TKernels>.Current, batch, start, Math.Min(start + Capacity, batch.Count), generator, codes);
        }

        GC.KeepAlive(generator);
    }

    private static void VerifyChunk(
        EdwardsVectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end, EdwardsComb generator, Span<SignatureCode> codes)
    {
        THash.Hash(
            HashFunction.Sha512, workspace.Messages(batch, start, end), new Span<byte>(workspace.Digests, (end - start) * Sha512.DigestSize));
        int firstUnknown = RoundUp(CountKnown(batch, start, end));
        int known = 0;
        int unknown = firstUnknown;
        for (int i = start; i < end; i++)
        {
            ReadOnlySpan<byte> key = batch.PublicKeys.Slice(i * EdwardsEncoding.Size, EdwardsEncoding.Size);
            codes[i] = Ed25519Signature.AcceptsKey(batch.Ed25519Profile, key) ? SignatureCode.NotComputed : SignatureCode.InvalidPublicKey;
            if (codes[i] != SignatureCode.NotComputed) continue;

            SignatureCode fault = Ed25519Signature.ReadSignature(batch, i, out UInt256 s);
            if (!batch.SignerTables.IsEmpty && batch.SignerTables[i] is Ed25519SignerTable table)
            {
                codes[i] = fault;
                if (fault != SignatureCode.NotComputed) continue;

                workspace.Bases[known] = table.Comb.Address;
                Put(workspace, known++, i, workspace.Digests + (i - start) * EdwardsVectorWorkspace<TKernels>.DigestSize, s);
            }
            else
            {
                // A bad key is reported before a bad signature, and whether this one is bad is known only after decoding.
                workspace.Faults[unknown] = fault;
                EdwardsVectorWorkspace<TKernels>.Put(workspace.Keys, unknown, UInt256.ReadLittleEndian(key));
                Put(workspace, unknown++, i, workspace.Digests + (i - start) * EdwardsVectorWorkspace<TKernels>.DigestSize, s);
            }
        }

        int knownEnd = RoundUp(known);
        int unknownEnd = RoundUp(unknown);
        Pad(workspace, known, unknown > firstUnknown ? firstUnknown : knownEnd, generator);
        Pad(workspace, unknown, unknownEnd, generator);
        int groups = (unknown > firstUnknown ? unknownEnd : knownEnd) / Lanes;
        if (groups == 0) return;

        TKernels.ReduceChallenge(workspace.K, workspace.DigestPointers, null, groups);
        EdwardsDoubleScalar<TKernels>.SumKnown(workspace, (unknown > firstUnknown ? firstUnknown : knownEnd) / Lanes, generator);
        SumUnknown(workspace, firstUnknown / Lanes, unknownEnd / Lanes, generator, codes);
        Encode(workspace, groups);
        Judge(workspace, batch, groups, codes);
    }

    private static int RoundUp(int slots) => (slots + Lanes - 1) / Lanes * Lanes;

    private static int CountKnown(in SignatureBatch batch, int start, int end)
    {
        if (batch.SignerTables.IsEmpty) return 0;

        int count = 0;
        foreach (SignerTable? table in batch.SignerTables[start..end])
        {
            if (table is not null) count++;
        }

        return count;
    }

    private static void Put(EdwardsVectorWorkspace<TKernels> workspace, int slot, int index, ulong* digest, in UInt256 s)
    {
        workspace.Indices[slot] = index;
        workspace.DigestPointers[slot] = (ulong)digest;
        EdwardsVectorWorkspace<TKernels>.Put(workspace.S, slot, s);
    }

    /// <summary>Slots that no verdict comes from, with a table and a key that disturb no other lane.</summary>
    private static void Pad(EdwardsVectorWorkspace<TKernels> workspace, int start, int end, EdwardsComb generator)
    {
        for (int slot = start; slot < end; slot++)
        {
            Put(workspace, slot, -1, workspace.NoDigest, default);
            workspace.Bases[slot] = generator.Address;
            EdwardsVectorWorkspace<TKernels>.Put(workspace.Keys, slot, IdentityKey);
        }
    }

    /// <summary>Decodes the keys of groups of unknown signers and sums; items whose key or signature is bad get their codes and leave their slots.</summary>
    private static void SumUnknown(
        EdwardsVectorWorkspace<TKernels> workspace, int firstGroup, int endGroup, EdwardsComb generator, Span<SignatureCode> codes)
    {
        for (int group = firstGroup; group < endGroup; group += Together)
        {
            // The last groups are decoded beside whatever keys an earlier chunk left.
            EdwardsDecoding<TKernels>.Decode(workspace, workspace.Keys + group * EdwardsVectorWorkspace<TKernels>.IntegerSize * Lanes);
            int count = Math.Min(Together, endGroup - group);
            for (int lane = 0; lane < count * Lanes; lane++)
            {
                int slot = group * Lanes + lane;
                int index = workspace.Indices[slot];
                if (index < 0) continue;

                codes[index] = EdwardsDecoding<TKernels>.IsPoint(workspace, lane) ? workspace.Faults[slot] : SignatureCode.InvalidPublicKey;
                if (codes[index] != SignatureCode.NotComputed) workspace.Indices[slot] = -1;
            }

            for (int i = 0; i < count; i++)
            {
                EdwardsDoubleScalar<TKernels>.SumUnknown(workspace, group + i, EdwardsDecoding<TKernels>.Point(workspace, i), generator);
            }
        }
    }

    /// <summary>Encodings of the sums, with one inversion for all groups.</summary>
    private static void Encode(EdwardsVectorWorkspace<TKernels> workspace, int groups)
    {
        EdwardsInversion<TKernels>.InvertZ(workspace.Inverses, workspace.Sums, groups, workspace);
        TKernels.Encode(workspace.Encodings, workspace.Sums, workspace.Inverses, groups);
    }

    private static void Judge(EdwardsVectorWorkspace<TKernels> workspace, in SignatureBatch batch, int groups, Span<SignatureCode> codes)
    {
        var cofactor = new EdwardsCofactor<TKernels>(workspace);
        for (int slot = 0; slot < groups * Lanes; slot++)
        {
            int index = workspace.Indices[slot];
            if (index < 0) continue;

            UInt256 r = UInt256.ReadLittleEndian(batch.Signatures.Slice(index * BatchContract.SignatureSize, EdwardsEncoding.Size));
            if (EdwardsVectorWorkspace<TKernels>.Get(workspace.Encodings, slot).Equals(r))
            {
                codes[index] = SignatureCode.Valid;
                continue;
            }

            // The cofactored equation holds where the plain one does; only where that fails is R worth decoding.
            codes[index] = SignatureCode.Mismatch;
            if (batch.Ed25519Profile == Ed25519Profile.Zip215) cofactor.Add(slot, r, codes);
        }

        cofactor.Flush(codes);
    }
}
