namespace Appliance.Kernels;

/// <summary>ECDSA verification, FIPS 186-5 section 6.4.2 (SEC 1 version 2.0 section 4.1.4), with SHA-256.</summary>
internal static class Ecdsa<TCurve, TOrder>
    where TCurve : struct, ICurve
    where TOrder : struct, IModulus
{
    /// <summary>(n - 1) / 2, the highest s that a batch demanding low s accepts.</summary>
    public static readonly UInt256 HalfOrder = UInt256.Halve(TOrder.Modulus);

    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        Workspace<TCurve> workspace = Workspace<TCurve>.Current;
        for (int start = 0; start < batch.Count; start += Workspace<TCurve>.Capacity)
        {
            int end = Math.Min(start + Workspace<TCurve>.Capacity, batch.Count);
            int live = 0;
            for (int i = start; i < end; i++)
            {
                codes[i] = Read(batch, i, ref workspace.Lanes[live]);
                if (codes[i] == SignatureCode.NotComputed) live++;
            }

            ComputeScalars(workspace, live);
            DoubleScalar<TCurve>.Verify(workspace, live, batch, codes);
        }
    }

    public static SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size, CombFill? fill = null) =>
        PublicKey.TryRead<TCurve>(publicKey, out AffinePoint point)
            ? new CombSignerTable<TCurve>(algorithm, publicKey, point, size, defaultIdentityDigest: [], fill)
            : null;

    /// <summary>Fills the lane and returns <see cref="SignatureCode.NotComputed"/>, or returns the fault.</summary>
    private static SignatureCode Read(in SignatureBatch batch, int index, ref Lane lane)
    {
        bool isKnown = !batch.SignerTables.IsEmpty && batch.SignerTables[index] is not null;
        if (!isKnown && !PublicKey.TryRead<TCurve>(batch.PublicKeys.Slice(index * PublicKey.Size, PublicKey.Size), out lane.Key))
        {
            return SignatureCode.InvalidPublicKey;
        }

        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.SignatureSize, BatchContract.SignatureSize);
        lane.R = UInt256.Read(signature);
        lane.S = UInt256.Read(signature[32..]);
        UInt256 order = TOrder.Modulus;
        if (lane.R.IsZero || lane.S.IsZero || !(lane.R < order) || !(lane.S < order)) return SignatureCode.OutOfRange;
        if (batch.RequireLowS && lane.S > HalfOrder) return SignatureCode.HighS;

        ReadOnlySpan<byte> message = BatchContract.Message(batch.Messages, batch.MessageEnds, index);
        if (batch.Prehashed)
        {
            lane.Digest = UInt256.Read(message);
        }
        else
        {
            Span<byte> digest = stackalloc byte[BatchContract.DigestSize];
            Sha256.Hash(message, digest);
            lane.Digest = UInt256.Read(digest);
        }

        lane.Index = index;
        return SignatureCode.NotComputed;
    }

    /// <summary>u1 = e / s and u2 = r / s modulo n, with one inversion for the chunk.</summary>
    private static void ComputeScalars(Workspace<TCurve> workspace, int count)
    {
        Span<FieldElement> inverses = workspace.Inverses.AsSpan(0, count);
        Span<Lane> lanes = workspace.Lanes.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            inverses[i] = Field<TOrder>.ToMontgomery(lanes[i].S);
        }

        Field<TOrder>.InvertAll(inverses, workspace.Scratch);
        for (int i = 0; i < count; i++)
        {
            ref Lane lane = ref lanes[i];

            // Montgomery form times plain integer is a plain integer; the digest need not be below n.
            Field<TOrder>.Multiply(out FieldElement u1, inverses[i], FieldElement.Unpack(lane.Digest));
            Field<TOrder>.Multiply(out FieldElement u2, inverses[i], FieldElement.Unpack(lane.R));
            lane.U1 = Field<TOrder>.Canonical(u1);
            lane.U2 = Field<TOrder>.Canonical(u2);
            lane.Target = lane.R;
        }
    }
}
