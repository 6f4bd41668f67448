namespace Appliance.Kernels;

/// <summary>SM2 signature verification, GB/T 32918.2-2016 section 7.1.</summary>
internal static class Sm2Signature
{
    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        BlockHash<Sm3Compression> identity = Sm2Identity.Start(batch.Sm2Identifier);
        bool isDefaultIdentifier = batch.Sm2Identifier.IsEmpty || batch.Sm2Identifier.SequenceEqual(Sm2Identity.DefaultIdentifier);
        Workspace<Sm2Curve> workspace = Workspace<Sm2Curve>.Current;
        for (int start = 0; start < batch.Count; start += Workspace<Sm2Curve>.Capacity)
        {
            int end = Math.Min(start + Workspace<Sm2Curve>.Capacity, batch.Count);
            int live = 0;
            for (int i = start; i < end; i++)
            {
                ref Lane lane = ref workspace.Lanes[live];
                codes[i] = Read(batch, i, ref lane);
                if (codes[i] != SignatureCode.NotComputed) continue;

                lane.Digest = Digest(batch, i, identity, isDefaultIdentifier);

                // R = e + x1 = r modulo n, hence x1 = r - e.
                UInt256 e = UInt256.ReduceOnce(lane.Digest, Sm2Order.Modulus);
                lane.Target = UInt256.SubtractModulo(lane.R, e, Sm2Order.Modulus);
                live++;
            }

            DoubleScalar<Sm2Curve>.Verify(workspace, live, batch, codes);
        }
    }

    public static SignerTable? CreateSignerTable(ReadOnlySpan<byte> publicKey, SignerTableSize size, CombFill? fill = null)
    {
        if (!PublicKey.TryRead<Sm2Curve>(publicKey, out AffinePoint point)) return null;

        Span<byte> digest = stackalloc byte[BatchContract.DigestSize];
        Sm2Identity.Finish(Sm2Identity.Start(Sm2Identity.DefaultIdentifier), publicKey, digest);
        return new CombSignerTable<Sm2Curve>(SignatureAlgorithm.Sm2, publicKey, point, size, digest, fill);
    }

    /// <summary>Fills the lane but for digest and target and returns <see cref="SignatureCode.NotComputed"/>, or returns the fault.</summary>
    private static SignatureCode Read(in SignatureBatch batch, int index, ref Lane lane)
    {
        bool isKnown = !batch.SignerTables.IsEmpty && batch.SignerTables[index] is not null;
        if (!isKnown && !PublicKey.TryRead<Sm2Curve>(batch.PublicKeys.Slice(index * PublicKey.Size, PublicKey.Size), out lane.Key))
        {
            return SignatureCode.InvalidPublicKey;
        }

        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.SignatureSize, BatchContract.SignatureSize);
        lane.R = UInt256.Read(signature);
        lane.S = UInt256.Read(signature[32..]);
        UInt256 order = Sm2Order.Modulus;
        if (lane.R.IsZero || lane.S.IsZero || !(lane.R < order) || !(lane.S < order)) return SignatureCode.OutOfRange;

        lane.U1 = lane.S;
        lane.U2 = UInt256.AddModulo(lane.R, lane.S, order);
        if (lane.U2.IsZero) return SignatureCode.OutOfRange;

        lane.Index = index;
        return SignatureCode.NotComputed;
    }

    /// <summary>e = SM3(Z_A || M), or the message itself where it is e already.</summary>
    private static UInt256 Digest(in SignatureBatch batch, int index, in BlockHash<Sm3Compression> identity, bool isDefaultIdentifier)
    {
        ReadOnlySpan<byte> message = BatchContract.Message(batch.Messages, batch.MessageEnds, index);
        if (batch.Prehashed) return UInt256.Read(message);

        Span<byte> digest = stackalloc byte[BatchContract.DigestSize];
        BlockHash<Sm3Compression> state = BlockHash<Sm3Compression>.Create();
        if (isDefaultIdentifier && !batch.SignerTables.IsEmpty && batch.SignerTables[index] is CombSignerTable<Sm2Curve> table)
        {
            state.Append(table.DefaultIdentityDigest);
        }
        else
        {
            Sm2Identity.Finish(identity, batch.PublicKeys.Slice(index * PublicKey.Size, PublicKey.Size), digest);
            state.Append(digest);
        }

        state.Append(message);
        state.Finish(digest);
        return UInt256.Read(digest);
    }
}
