using System.Text;
using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Transparency;

/// <summary>Reads the JSON of a Merkle proof: one object with the members of its kind, each once and no other.</summary>
internal static class MerkleProofReader
{
    // A path of 64 hashes in base64 takes 3 KiB.
    private const int MaxFileBytes = 1 << 16;

    // No tree has a longer path than 64 hashes; what a tampered proof has beyond is read, so that it can be judged.
    private const int MaxPath = 256;

    // An object that holds an array.
    private const int MaxDepth = 2;

    public static MerkleProof Read(ReadOnlySpan<byte> json, DecodeLimits limits)
    {
        int limit = Math.Min(MaxFileBytes, limits.MaxDocumentBytes);
        if (json.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the document holds no bytes");
        if (json.Length > limit)
            throw Fault(0, DecodeFault.LimitExceeded, $"the document has {json.Length} bytes, the limit is {limit}");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            var members = new Members();
            reader.Read();
            Expect(reader, JsonTokenType.StartObject, "the document");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadMember(ref reader, members);

            // Anything but white space behind the object throws here.
            reader.Read();
            return members.Finish(json.Length);
        }
        catch (JsonException)
        {
            throw Fault(reader.BytesConsumed, DecodeFault.Malformed, "the document is not JSON, or nests deeper than a proof");
        }
        catch (InvalidOperationException)
        {
            throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, "a string is not UTF-8");
        }
    }

    private static void ReadMember(ref Utf8JsonReader reader, Members members)
    {
        long offset = reader.TokenStartIndex;
        string name = reader.GetString()!;
        if (!members.Seen.Add(name))
            throw Fault(offset, DecodeFault.Malformed, "a member appears twice");
        reader.Read();
        switch (name)
        {
            case "leafIdx" or "treeSize" or "size1" or "size2":
                members.Numbers[name] = Number(reader, name);
                break;
            case "leafHash" or "root" or "root1" or "root2":
                members.Hashes[name] = Bytes(reader, name);
                break;
            case "proof":
                members.Path = ReadPath(ref reader);
                break;
            case "hash":
                members.Hash = HashOf(reader);
                break;
            case "desc":
                members.Description = Text(reader, name);
                break;
            case "wantErr":
                if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                    throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, "'wantErr' is neither true nor false");
                members.WantError = reader.GetBoolean();
                break;
            default:
                throw Fault(offset, DecodeFault.Malformed, "a member that no Merkle proof has");
        }
    }

    private static List<ReadOnlyMemory<byte>> ReadPath(ref Utf8JsonReader reader)
    {
        var path = new List<ReadOnlyMemory<byte>>();

        // How the test data's writer spells an empty list.
        if (reader.TokenType == JsonTokenType.Null)
            return path;
        Expect(reader, JsonTokenType.StartArray, "'proof'");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (path.Count == MaxPath)
                throw Fault(reader.TokenStartIndex, DecodeFault.LimitExceeded, $"the proof has more than {MaxPath} hashes");
            path.Add(Bytes(reader, "proof"));
        }

        return path;
    }

    private static ulong Number(in Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong value)
            ? value
            : throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, $"'{name}' is not a whole number below 2^64");

    // Escapes make places in the text and in the document differ: an error names the place of the string.
    private static byte[] Bytes(in Utf8JsonReader reader, string name) =>
        NoteText.TryFromBase64(Encoding.UTF8.GetBytes(Text(reader, name)), out byte[] bytes, out _)
            ? bytes
            : throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, $"'{name}' is not base64 in its one spelling");

    private static string Text(in Utf8JsonReader reader, string name)
    {
        Expect(reader, JsonTokenType.String, $"'{name}'");
        return reader.GetString()!;
    }

    private static HashAlgorithm HashOf(in Utf8JsonReader reader) => Text(reader, "hash") switch
    {
        "sha256" => HashAlgorithm.Sha256,
        "sm3" => HashAlgorithm.Sm3,
        _ => throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, "'hash' is neither sha256 nor sm3"),
    };

    private static void Expect(in Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
            throw Fault(reader.TokenStartIndex, DecodeFault.Malformed, $"{what} is no {(type == JsonTokenType.StartObject ? "object" : type == JsonTokenType.StartArray ? "list" : "string")}");
    }

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(MerkleProof.Format, offset, fault, detail);

    private sealed class Members
    {
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, ulong> Numbers { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, byte[]> Hashes { get; } = new(StringComparer.Ordinal);

        public List<ReadOnlyMemory<byte>>? Path { get; set; }

        public HashAlgorithm Hash { get; set; } = HashAlgorithm.Sha256;

        public string? Description { get; set; }

        public bool? WantError { get; set; }

        public MerkleProof Finish(long end)
        {
            IReadOnlyList<ReadOnlyMemory<byte>> path = Path ?? throw Missing(end, "proof");
            bool inclusion = Numbers.ContainsKey("leafIdx") || Numbers.ContainsKey("treeSize");
            if (Numbers.Count + Hashes.Count != 4)
                throw Fault(end, DecodeFault.Malformed, "the members are not those of one kind of proof: leafIdx, treeSize, leafHash, root or size1, size2, root1, root2");
            return inclusion
                ? new MerkleInclusion
                {
                    Hash = Hash,
                    Path = path,
                    Description = Description,
                    WantError = WantError,
                    LeafIndex = NumberOf("leafIdx", end),
                    TreeSize = NumberOf("treeSize", end),
                    LeafHash = HashOf("leafHash", end),
                    Root = HashOf("root", end),
                }
                : new MerkleConsistency
                {
                    Hash = Hash,
                    Path = path,
                    Description = Description,
                    WantError = WantError,
                    FirstSize = NumberOf("size1", end),
                    SecondSize = NumberOf("size2", end),
                    FirstRoot = HashOf("root1", end),
                    SecondRoot = HashOf("root2", end),
                };
        }

        private ulong NumberOf(string name, long end) => Numbers.TryGetValue(name, out ulong value) ? value : throw Missing(end, name);

        private byte[] HashOf(string name, long end) => Hashes.TryGetValue(name, out byte[]? value) ? value : throw Missing(end, name);

        private static DecodeException Missing(long end, string name) => Fault(end, DecodeFault.Truncated, $"no member '{name}'");
    }
}
