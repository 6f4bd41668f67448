namespace Appliance.Kernels;

/// <summary>ECDSA on vectors, FIPS 186-5 section 6.4.2.</summary>
internal readonly unsafe struct VectorEcdsa<TKernels, TCurve, TOrder, THash> : IVectorScheme<TKernels>
    where TKernels : IEcdsaKernels
    where TCurve : struct, ICurve
    where TOrder : struct, IModulus
    where THash : struct, IMessageHash
{
    private static readonly UInt256 HalfOrder = Half(TOrder.Modulus);

    public static void Digest(VectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end) =>
        THash.Hash(HashFunction.Sha256, workspace.Messages(batch, start, end), workspace.Digests);

    public static SignatureCode Read(
        in SignatureBatch batch, int index, ReadOnlySpan<byte> digest, out UInt256 r, out UInt256 s, out UInt256 target)
    {
        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.SignatureSize, BatchContract.SignatureSize);
        r = UInt256.Read(signature);
        s = UInt256.Read(signature[32..]);
        target = r;
        UInt256 order = TOrder.Modulus;
        if (r.IsZero || s.IsZero || !(r < order) || !(s < order)) return SignatureCode.OutOfRange;

        return batch.RequireLowS && s > HalfOrder ? SignatureCode.HighS : SignatureCode.NotComputed;
    }

    /// <summary>u1 = e / s and u2 = r / s modulo n, with one inversion for all groups.</summary>
    /// <remarks>
    /// s takes part as it stands, that is as the Montgomery form of s / R. Its inverse is then the form of R / s; multiplying the common inverse
    /// by the form 1 of 1 / R leaves R / s for each group, whose Montgomery product with a plain integer is that integer over s.
    /// </remarks>
    public static void ComputeScalars(VectorWorkspace<TKernels> workspace, int groups)
    {
        const int IntegerSize = VectorWorkspace<TKernels>.IntegerSize;
        int size = TKernels.Limbs * TKernels.Lanes;
        ulong* products = workspace.Inverses;
        VectorInversion<TKernels>.Copy(workspace.One, products);
        TKernels.MultiplyWords(products + size, products, workspace.S, groups);
        ulong* inverse = products + groups * size;
        Invert(workspace, inverse);
        TKernels.MultiplyOrder(workspace.Power, inverse, workspace.One, 1);
        TKernels.UnwindWords(workspace.Power, inverse - size, workspace.S + (groups - 1) * IntegerSize * TKernels.Lanes, groups);
        TKernels.RecodeProduct(workspace.U1, workspace.Digest, products, groups);
        TKernels.RecodeProduct(workspace.U2, workspace.R, products, groups);
    }

    public static SignatureCode VerifyCompletely(in SignatureBatch batch, int index, ReadOnlySpan<byte> digest)
    {
        Read(batch, index, digest, out UInt256 r, out UInt256 s, out UInt256 target);
        Field<TOrder>.Invert(out FieldElement inverse, Field<TOrder>.ToMontgomery(s));
        Field<TOrder>.Multiply(out FieldElement u1, inverse, FieldElement.Unpack(UInt256.Read(digest)));
        Field<TOrder>.Multiply(out FieldElement u2, inverse, FieldElement.Unpack(r));
        AffinePoint key = VectorKeys<TCurve>.Read(batch, index);
        CompleteArithmetic<TCurve>.MultiplyAdd(out XyzzPoint sum, Field<TOrder>.Canonical(u1), Field<TOrder>.Canonical(u2), key);
        return DoubleScalar<TCurve>.Compare(sum, target);
    }

    /// <summary>Replaces an element modulo the order by its inverse.</summary>
    private static void Invert(VectorWorkspace<TKernels> workspace, ulong* element)
    {
        int size = TKernels.Limbs * TKernels.Lanes;
        ulong* powers = workspace.Power;
        ulong* result = powers + 16 * size;
        ulong* other = result + size;
        VectorInversion<TKernels>.Copy(element, powers + size);
        for (int i = 2; i < 16; i++)
        {
            TKernels.MultiplyOrder(powers + i * size, powers + (i - 1) * size, powers + size, 1);
        }

        UInt256 exponent = UInt256.Subtract(TOrder.Modulus, new UInt256(2, 0, 0, 0), out _);
        VectorInversion<TKernels>.Copy(powers + VectorInversion<TKernels>.Nibble(exponent, 63) * size, result);
        for (int i = 62; i >= 0; i--)
        {
            TKernels.SquareOrder(result, null, null, 4);
            int digit = VectorInversion<TKernels>.Nibble(exponent, i);
            if (digit == 0) continue;

            TKernels.MultiplyOrder(other, result, powers + digit * size, 1);
            ulong* free = result;
            result = other;
            other = free;
        }

        VectorInversion<TKernels>.Copy(result, element);
    }

    private static UInt256 Half(in UInt256 odd) => new(
        (odd.W0 >> 1) | (odd.W1 << 63), (odd.W1 >> 1) | (odd.W2 << 63), (odd.W2 >> 1) | (odd.W3 << 63), odd.W3 >> 1);
}
