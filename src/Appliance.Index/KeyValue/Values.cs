using System.Buffers.Binary;
using Appliance.Index.Log;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.KeyValue;

/// <summary>Where a transaction stands: <c>height8 | index4 | verdict1</c>.</summary>
internal readonly record struct TransactionValue(long Height, int Index, Verdict Verdict)
{
    public Bytes64 Encode()
    {
        Bytes64 value = default;
        Span<byte> bytes = Blittable.Bytes(ref value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Height);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Index);
        bytes[12] = (byte)Verdict;
        return value;
    }

    public static TransactionValue Decode(Bytes64 value)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), (Verdict)bytes[12]);
    }

    /// <summary>
    /// A chain may hold one id twice, all but one of them marked invalid by the chain: the first genuine one counts, and before there is
    /// one, the first. An order of arrival decides, so that replaying a part of the log changes nothing.
    /// </summary>
    public static bool Replaces(Bytes64 newer, Bytes64 older) => Decode(newer).Verdict.IsGenuine() && !Decode(older).Verdict.IsGenuine();
}

/// <summary>Where a block stands: <c>height8 | address8</c>. Also the form of a trust update.</summary>
internal readonly record struct BlockValue(long Height, long Address)
{
    public Bytes64 Encode()
    {
        Bytes64 value = default;
        Span<byte> bytes = Blittable.Bytes(ref value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Height);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Address);
        return value;
    }

    public static BlockValue Decode(Bytes64 value)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }
}

/// <summary>A chain: <c>declaration address8 | height8 | hash32 | trust updates4</c>.</summary>
internal readonly record struct ChainValue(long Declaration, long Height, Digest Hash, int TrustUpdates)
{
    public Bytes64 Encode()
    {
        Bytes64 value = default;
        Span<byte> bytes = Blittable.Bytes(ref value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Declaration);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Height);
        Hash.Span.CopyTo(bytes[16..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[48..], TrustUpdates);
        return value;
    }

    public static ChainValue Decode(Bytes64 value)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            new Digest(bytes.Slice(16, Digest.Size)), BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]));
    }
}

/// <summary>How far the record store follows the log: <c>position48 | chains4 | transactions8</c>.</summary>
internal readonly record struct MetaValue(LogPosition Position, int Chains, long Transactions)
{
    public Bytes64 Encode()
    {
        Bytes64 value = default;
        Span<byte> bytes = Blittable.Bytes(ref value);
        Position.Write(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[48..], Chains);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[52..], Transactions);
        return value;
    }

    public static MetaValue Decode(Bytes64 value)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return new(LogPosition.Read(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[52..]));
    }
}

/// <summary>
/// A block by height: <c>hash32 | previous32 | root32 | time8 | address8 | transactions4</c>; time in ticks (100 ns) of UTC, -1 for none.
/// </summary>
internal readonly record struct HeightValue(Digest Hash, Digest Previous, Digest Root, long Time, long Address, int Transactions)
{
    public Bytes128 Encode()
    {
        Bytes128 value = default;
        Span<byte> bytes = Blittable.Bytes(ref value);
        Hash.Span.CopyTo(bytes);
        Previous.Span.CopyTo(bytes[32..]);
        Root.Span.CopyTo(bytes[64..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[96..], Time);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[104..], Address);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[112..], Transactions);
        return value;
    }

    public static HeightValue Decode(Bytes128 value)
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return new(new Digest(bytes[..32]), new Digest(bytes[32..64]), new Digest(bytes[64..96]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[96..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[104..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[112..]));
    }
}
