using System.Buffers.Binary;

namespace Appliance.Kernels;

/// <summary>
/// Z_A = SM3(ENTL || ID || a || b || Gx || Gy || Px || Py), GB/T 32918.2-2016 section 5.5: the hash that binds a signature to its
/// signer's identifier and key.
/// </summary>
internal static class Sm2Identity
{
    /// <summary>The identifier that GM/T 0009-2012 section 10 gives to signers without an own one.</summary>
    public static ReadOnlySpan<byte> DefaultIdentifier => "1234567812345678"u8;

    /// <summary>SM3 after ENTL, ID and the curve: what all keys under one identifier share.</summary>
    public static BlockHash<Sm3Compression> Start(ReadOnlySpan<byte> identifier)
    {
        if (identifier.IsEmpty) identifier = DefaultIdentifier;

        Span<byte> block = stackalloc byte[32];
        BlockHash<Sm3Compression> state = BlockHash<Sm3Compression>.Create();
        BinaryPrimitives.WriteUInt16BigEndian(block, (ushort)(identifier.Length * 8));
        state.Append(block[..2]);
        state.Append(identifier);
        ReadOnlySpan<UInt256> constants =
        [
            UInt256.Subtract(Sm2Curve.Modulus, new UInt256(3, 0, 0, 0), out _), Sm2Curve.B, Sm2Curve.GeneratorX, Sm2Curve.GeneratorY,
        ];
        foreach (ref readonly UInt256 constant in constants)
        {
            constant.Write(block);
            state.Append(block);
        }

        return state;
    }

    /// <summary>Z_A of a key, 64 bytes X || Y.</summary>
    public static void Finish(in BlockHash<Sm3Compression> start, ReadOnlySpan<byte> publicKey, Span<byte> digest)
    {
        BlockHash<Sm3Compression> state = start;
        state.Append(publicKey);
        state.Finish(digest);
    }

    /// <summary>Writes Z_A of each item from <paramref name="start"/> to before <paramref name="end"/>, 32 bytes each.</summary>
    public static void Fill(in SignatureBatch batch, int start, int end, Span<byte> digests)
    {
        BlockHash<Sm3Compression> identity = Start(batch.Sm2Identifier);
        bool isDefault = batch.Sm2Identifier.IsEmpty || batch.Sm2Identifier.SequenceEqual(DefaultIdentifier);
        for (int i = start; i < end; i++)
        {
            Span<byte> digest = digests.Slice((i - start) * BatchContract.DigestSize, BatchContract.DigestSize);
            if (isDefault && !batch.SignerTables.IsEmpty && batch.SignerTables[i] is CombSignerTable<Sm2Curve> table)
            {
                table.DefaultIdentityDigest.CopyTo(digest);
            }
            else
            {
                Finish(identity, batch.PublicKeys.Slice(i * PublicKey.Size, PublicKey.Size), digest);
            }
        }
    }
}
