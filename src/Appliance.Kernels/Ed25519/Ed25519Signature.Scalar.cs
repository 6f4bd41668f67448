namespace Appliance.Kernels;

/// <summary>Ed25519 verification, RFC 8032 section 5.1.7, under one of the rules of <see cref="Ed25519Profile"/>.</summary>
/// <remarks>Edwards' formulas have no special cases, so no lane is slow in the sense of <see cref="SignatureBatch.SlowLanes"/>.</remarks>
internal static class Ed25519Signature
{
    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        Ed25519Workspace workspace = Ed25519Workspace.Current;
        for (int start = 0; start < batch.Count; start += Ed25519Workspace.Capacity)
        {
            int end = Math.Min(start + Ed25519Workspace.Capacity, batch.Count);
            int live = 0;
            for (int i = start; i < end; i++)
            {
                codes[i] = Compute(batch, i, ref workspace.Lanes[live].Sum);
                if (codes[i] != SignatureCode.NotComputed) continue;

                workspace.Lanes[live].Index = i;
                workspace.Inverses[live] = workspace.Lanes[live].Sum.Z;
                live++;
            }

            EdwardsField.InvertAll(workspace.Inverses.AsSpan(0, live), workspace.Scratch);
            for (int i = 0; i < live; i++)
            {
                ref readonly Ed25519Lane lane = ref workspace.Lanes[i];
                codes[lane.Index] = Compare(batch, lane, workspace.Inverses[i]);
            }
        }
    }

    public static SignerTable? CreateSignerTable(ReadOnlySpan<byte> publicKey, EdwardsCombFill? fill = null)
    {
        if (!EdwardsEncoding.TryDecode(publicKey, out ExtendedPoint key)) return null;

        EdwardsArithmetic.Negate(ref key);
        return new Ed25519SignerTable(publicKey, key, fill);
    }

    /// <summary>Whether the rule accepts the key, given that it decodes.</summary>
    public static bool AcceptsKey(Ed25519Profile profile, ReadOnlySpan<byte> publicKey) => profile switch
    {
        Ed25519Profile.Rfc8032 => EdwardsEncoding.IsCanonical(publicKey),
        Ed25519Profile.Strict => EdwardsEncoding.IsCanonical(publicKey) && !EdwardsEncoding.IsOfSmallOrder(publicKey),
        _ => true,
    };

    /// <summary>The signature's fault, or <see cref="SignatureCode.NotComputed"/> with S.</summary>
    public static SignatureCode ReadSignature(in SignatureBatch batch, int index, out UInt256 s)
    {
        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.SignatureSize, BatchContract.SignatureSize);
        if (!Edwards25519Order.TryRead(signature[EdwardsEncoding.Size..], out s)) return SignatureCode.OutOfRange;

        return batch.Ed25519Profile == Ed25519Profile.Strict && EdwardsEncoding.IsOfSmallOrder(signature[..EdwardsEncoding.Size])
            ? SignatureCode.OutOfRange
            : SignatureCode.NotComputed;
    }

    /// <summary>Computes S B - k A and returns <see cref="SignatureCode.NotComputed"/>, or returns the fault.</summary>
    private static SignatureCode Compute(in SignatureBatch batch, int index, ref ExtendedPoint sum)
    {
        ReadOnlySpan<byte> key = batch.PublicKeys.Slice(index * EdwardsEncoding.Size, EdwardsEncoding.Size);
        var table = batch.SignerTables.IsEmpty ? null : (Ed25519SignerTable?)batch.SignerTables[index];
        ExtendedPoint negated = default;
        if (!AcceptsKey(batch.Ed25519Profile, key)) return SignatureCode.InvalidPublicKey;
        if (table is null)
        {
            if (!EdwardsEncoding.TryDecode(key, out negated)) return SignatureCode.InvalidPublicKey;

            EdwardsArithmetic.Negate(ref negated);
        }

        SignatureCode fault = ReadSignature(batch, index, out UInt256 s);
        if (fault != SignatureCode.NotComputed) return fault;

        ReadOnlySpan<byte> r = batch.Signatures.Slice(index * BatchContract.SignatureSize, EdwardsEncoding.Size);
        UInt256 k = Challenge(r, key, BatchContract.Message(batch.Messages, batch.MessageEnds, index));
        if (table is null)
        {
            Multiply(out sum, k, negated);
        }
        else
        {
            sum = ExtendedPoint.Identity;
            table.Comb.Add(ref sum, k);
        }

        EdwardsGenerator.Comb.Add(ref sum, s);
        return SignatureCode.NotComputed;
    }

    /// <summary>k = SHA-512(R || A || M) modulo L, over R and A as they were given.</summary>
    private static UInt256 Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        var hash = Sha512State.Create();
        hash.Append(r);
        hash.Append(key);
        hash.Append(message);
        Span<byte> digest = stackalloc byte[Sha512.DigestSize];
        hash.Finish(digest);
        return Edwards25519Order.Reduce(digest);
    }

    /// <summary>k P in width-5 non-adjacent form, which represents k as an integer: P may have a part of small order.</summary>
    private static void Multiply(out ExtendedPoint product, in UInt256 k, in ExtendedPoint point)
    {
        Span<CachedPoint> oddMultiples = stackalloc CachedPoint[Wnaf.Multiples];
        FillOddMultiples(oddMultiples, point);
        Span<sbyte> digits = stackalloc sbyte[Wnaf.Length];
        product = ExtendedPoint.Identity;
        for (int bit = Wnaf.Recode(k, digits) - 1; bit >= 0; bit--)
        {
            int digit = digits[bit];
            if (digit != 0)
            {
                int sign = digit >> 31;
                EdwardsArithmetic.Double(ref product);
                EdwardsArithmetic.Add(ref product, oddMultiples[((digit ^ sign) - sign) >> 1], sign);
            }
            else if (bit == 0)
            {
                EdwardsArithmetic.Double(ref product);
            }
            else
            {
                EdwardsArithmetic.DoubleWithoutT(ref product);
            }
        }
    }

    /// <summary>P, 3P, … 15P.</summary>
    private static void FillOddMultiples(Span<CachedPoint> oddMultiples, in ExtendedPoint point)
    {
        ExtendedPoint twice = point;
        EdwardsArithmetic.Double(ref twice);
        EdwardsArithmetic.Cache(out CachedPoint step, twice);
        ExtendedPoint multiple = point;
        EdwardsArithmetic.Cache(out oddMultiples[0], multiple);
        for (int i = 1; i < oddMultiples.Length; i++)
        {
            EdwardsArithmetic.Add(ref multiple, step, sign: 0);
            EdwardsArithmetic.Cache(out oddMultiples[i], multiple);
        }
    }

    /// <summary>The verdict on a sum, given 1 / Z.</summary>
    private static SignatureCode Compare(in SignatureBatch batch, in Ed25519Lane lane, in EdwardsElement inverse)
    {
        ReadOnlySpan<byte> r = batch.Signatures.Slice(lane.Index * BatchContract.SignatureSize, EdwardsEncoding.Size);
        EdwardsField.Multiply(out EdwardsElement x, lane.Sum.X, inverse);
        EdwardsField.Multiply(out EdwardsElement y, lane.Sum.Y, inverse);
        if (EdwardsEncoding.Encode(x, y).Equals(UInt256.ReadLittleEndian(r))) return SignatureCode.Valid;

        // The cofactored equation holds where the plain one does; only where that fails is R worth decoding.
        return batch.Ed25519Profile == Ed25519Profile.Zip215 && DiffersBySmallOrder(lane.Sum, r) ? SignatureCode.Valid : SignatureCode.Mismatch;
    }

    /// <summary>Whether R decodes and 8 (sum - R) is the identity.</summary>
    private static bool DiffersBySmallOrder(in ExtendedPoint sum, ReadOnlySpan<byte> r)
    {
        if (!EdwardsEncoding.TryDecode(r, out ExtendedPoint point)) return false;

        EdwardsArithmetic.Cache(out CachedPoint cached, point);
        ExtendedPoint difference = sum;
        EdwardsArithmetic.Add(ref difference, cached, sign: -1);
        return EdwardsArithmetic.IsOfSmallOrder(difference);
    }
}
