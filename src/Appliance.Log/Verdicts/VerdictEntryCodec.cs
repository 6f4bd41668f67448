using System.Formats.Cbor;
using System.Text;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Log.Verdicts;

/// <summary>The CBOR map of a <see cref="VerdictEntry"/>: integer keys in ascending order, absent fields left out.</summary>
internal static class VerdictEntryCodec
{
    private const string FormatName = "verdict-entry";

    private enum Key
    {
        Version = 0,
        DocumentSha256 = 1,
        Length = 2,
        Format = 3,
        Chain = 4,
        ChainFirstBlock = 5,
        FirstBlock = 6,
        LastBlock = 7,
        Verdict = 8,
        Outcome = 9,
        AnchorKind = 10,
        AnchorDescription = 11,
        Profile = 12,
        Time = 13,
        ApplianceId = 14,
    }

    public static byte[] Encode(VerdictEntry entry)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        Write(writer, Key.Version, VerdictEntry.Version);
        Write(writer, Key.DocumentSha256, entry.DocumentSha256);
        Write(writer, Key.Length, entry.Length);
        Write(writer, Key.Format, entry.Format);
        if (entry.Chain is { } chain)
            Write(writer, Key.Chain, chain);
        if (entry.ChainFirstBlock is { } chainFirstBlock)
            Write(writer, Key.ChainFirstBlock, chainFirstBlock);
        if (entry.FirstBlock is { } firstBlock)
            Write(writer, Key.FirstBlock, firstBlock);
        if (entry.LastBlock is { } lastBlock)
            Write(writer, Key.LastBlock, lastBlock);
        Write(writer, Key.Verdict, entry.Verdict);
        Write(writer, Key.Outcome, (long)entry.Outcome);
        Write(writer, Key.AnchorKind, (long)entry.AnchorKind);
        Write(writer, Key.AnchorDescription, entry.AnchorDescription);
        Write(writer, Key.Profile, entry.Profile);
        Write(writer, Key.Time, entry.Time.ToUnixTimeSeconds());
        Write(writer, Key.ApplianceId, entry.ApplianceId);
        writer.WriteEndMap();
        return writer.Encode();
    }

    public static VerdictEntry Decode(ReadOnlyMemory<byte> encoded, long baseOffset)
    {
        Fields fields = Fields.Read(encoded, baseOffset);
        long version = fields.Number(Key.Version);
        if (version != VerdictEntry.Version)
            throw fields.Fault(DecodeFault.Malformed, $"version {version} where {VerdictEntry.Version} is expected");
        var entry = new VerdictEntry
        {
            DocumentSha256 = fields.Hash(Key.DocumentSha256),
            Length = fields.Number(Key.Length),
            Format = fields.Text(Key.Format),
            Chain = fields.Has(Key.Chain) ? fields.Text(Key.Chain) : null,
            ChainFirstBlock = fields.Has(Key.ChainFirstBlock) ? fields.Hash(Key.ChainFirstBlock) : null,
            FirstBlock = fields.Has(Key.FirstBlock) ? fields.Number(Key.FirstBlock) : null,
            LastBlock = fields.Has(Key.LastBlock) ? fields.Number(Key.LastBlock) : null,
            Verdict = fields.Text(Key.Verdict),
            Outcome = fields.Choice<Outcome>(Key.Outcome),
            AnchorKind = fields.Choice<AnchorKind>(Key.AnchorKind),
            AnchorDescription = fields.Text(Key.AnchorDescription),
            Profile = fields.Text(Key.Profile),
            Time = fields.Time(Key.Time),
            ApplianceId = fields.Hash(Key.ApplianceId),
        };
        Canonical.Demand(encoded, Encode(entry), FormatName, baseOffset);
        return entry;
    }

    private static void Write(CborWriter writer, Key key, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, key.ToString());
        writer.WriteInt32((int)key);
        writer.WriteInt64(value);
    }

    private static void Write(CborWriter writer, Key key, string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > VerdictEntry.MaxTextBytes)
            throw new ArgumentException($"{key} is longer than {VerdictEntry.MaxTextBytes} bytes", key.ToString());
        writer.WriteInt32((int)key);
        writer.WriteTextString(value);
    }

    private static void Write(CborWriter writer, Key key, in Digest value)
    {
        writer.WriteInt32((int)key);
        writer.WriteByteString(value.Span);
    }

    /// <summary>The pairs of the map; a missing or mistyped field is a decode fault.</summary>
    private sealed class Fields(Dictionary<long, (ReadOnlyMemory<byte> Value, long Offset)> values, long end)
    {
        public static Fields Read(ReadOnlyMemory<byte> encoded, long baseOffset)
        {
            var cursor = new CborCursor(encoded, FormatName, baseOffset);
            var values = new Dictionary<long, (ReadOnlyMemory<byte> Value, long Offset)>();
            int count = cursor.ReadStartMap(Enum.GetValues<Key>().Length, "verdict entry");
            for (int i = 0; i < count; i++)
            {
                long at = cursor.Offset;
                long key = cursor.ReadInteger();
                if (key is < (long)Key.Version or > (long)Key.ApplianceId)
                    throw cursor.Fault(at, DecodeFault.Malformed, $"key {key} is not one of version {VerdictEntry.Version}");
                long offset = cursor.Offset;
                values[key] = (cursor.ReadItem(), offset);
            }
            cursor.ReadEndMap();
            cursor.ReadEnd();
            return new Fields(values, cursor.Offset);
        }

        public bool Has(Key key) => values.ContainsKey((long)key);

        public long Number(Key key) => At(key).ReadUnsigned(long.MaxValue, key.ToString());

        public Digest Hash(Key key) => new(At(key).ReadBytes(Digest.Size, key.ToString()).Span);

        public string Text(Key key)
        {
            CborCursor cursor = At(key);
            long at = cursor.Offset;
            string text = cursor.ReadText();
            return Encoding.UTF8.GetByteCount(text) <= VerdictEntry.MaxTextBytes
                ? text
                : throw cursor.Fault(at, DecodeFault.LimitExceeded, $"{key} is longer than {VerdictEntry.MaxTextBytes} bytes");
        }

        public T Choice<T>(Key key)
            where T : struct, Enum
        {
            CborCursor cursor = At(key);
            long at = cursor.Offset;
            long value = cursor.ReadUnsigned(byte.MaxValue, key.ToString());
            foreach (T choice in Enum.GetValues<T>())
            {
                if (Convert.ToInt64(choice) == value)
                    return choice;
            }
            throw cursor.Fault(at, DecodeFault.Malformed, $"{key} is {value}");
        }

        public DateTimeOffset Time(Key key) =>
            DateTimeOffset.FromUnixTimeSeconds(At(key).ReadUnsigned(DateTimeOffset.MaxValue.ToUnixTimeSeconds(), key.ToString()));

        public DecodeException Fault(DecodeFault fault, string detail) => new(FormatName, end, fault, detail);

        private CborCursor At(Key key) => values.TryGetValue((long)key, out (ReadOnlyMemory<byte> Value, long Offset) field)
            ? new CborCursor(field.Value, FormatName, field.Offset)
            : throw Fault(DecodeFault.Malformed, $"{key} is missing");
    }
}
