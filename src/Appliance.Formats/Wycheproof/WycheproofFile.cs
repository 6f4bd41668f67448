using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Wycheproof;

/// <summary>
/// A file of Project Wycheproof (C2SP/wycheproof, <c>testvectors_v1</c>): ECDSA verification on P-256 and secp256k1 with SHA-256, signatures in DER
/// or IEEE P1363, and Ed25519.
/// Cases of other schemas, group types, curves or hashes are listed with the reason why they cannot be run.
/// </summary>
public sealed class WycheproofFile
{
    /// <summary>Name of the format in errors.</summary>
    public const string Format = "wycheproof";

    private const int PointSize = 65;
    private const int Ed25519KeySize = 32;
    private const string BitcoinType = "EcdsaBitcoinVerify";
    private const string EddsaType = "EddsaVerify";

    // The format nests six levels; the bound keeps hostile JSON from nesting deeper.
    private const int MaxDepth = 16;

    private WycheproofFile(string algorithm, string schema, List<WycheproofCase> cases)
    {
        Algorithm = algorithm;
        Schema = schema;
        Cases = cases;
    }

    /// <summary>For example <c>ECDSA</c>.</summary>
    public string Algorithm { get; }

    /// <summary>For example <c>ecdsa_verify_schema_v1.json</c>.</summary>
    public string Schema { get; }

    /// <summary>Number of cases.</summary>
    public int NumberOfTests => Cases.Count;

    /// <summary>All cases in order.</summary>
    public IReadOnlyList<WycheproofCase> Cases { get; }

    /// <summary>Whether a document begins like one.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> text = prefix.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty
            && text[0] == (byte)'{'
            && text.IndexOf("\"algorithm\""u8) >= 0
            && text.IndexOf("\"numberOfTests\""u8) >= 0;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DecodeException">Not JSON, or not of Wycheproof's shape.</exception>
    public static WycheproofFile Decode(ReadOnlyMemory<byte> json, DecodeLimits? limits = null)
    {
        int limit = (limits ?? DecodeLimits.Default).MaxDocumentBytes;
        if (json.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the document holds no bytes");
        if (json.Length > limit)
            throw Fault(0, DecodeFault.LimitExceeded, $"the file has {json.Length} bytes, the limit is {limit}");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw Fault(JsonOffset.Of(json.Span, malformed), DecodeFault.Malformed, "the file is not JSON");
        }
        catch (Exception unexpected) when (unexpected is InvalidOperationException or FormatException or OverflowException)
        {
            // Thrown by the element accessors on a value of another type, or text that is no hexadecimal.
            throw Fault(0, DecodeFault.Malformed, $"the file is not of Wycheproof's shape: {unexpected.Message}");
        }
    }

    private static WycheproofFile Read(JsonElement root)
    {
        string algorithm = Text(root, "algorithm");
        string schema = Text(root, "schema");
        int expected = Required(root, "numberOfTests").GetInt32();
        var cases = new List<WycheproofCase>();
        var ids = new HashSet<int>();
        foreach (JsonElement group in Required(root, "testGroups").EnumerateArray())
            ReadGroup(group, schema, cases, ids);
        return cases.Count == expected
            ? new WycheproofFile(algorithm, schema, cases)
            : throw Fault(0, DecodeFault.Malformed, $"the file announces {expected} cases and holds {cases.Count}");
    }

    private static void ReadGroup(JsonElement group, string schema, List<WycheproofCase> cases, HashSet<int> ids)
    {
        string type = Text(group, "type");
        SignatureEncoding encoding = type is "EcdsaP1363Verify" or EddsaType ? SignatureEncoding.P1363 : SignatureEncoding.Der;
        string? skipped = SchemaMismatch(schema, type);
        WycheproofScheme scheme = default;
        ReadOnlyMemory<byte> key = skipped is null ? ReadKey(group, type, ref scheme, ref skipped) : default;
        foreach (JsonElement test in Required(group, "tests").EnumerateArray())
        {
            int id = Required(test, "tcId").GetInt32();
            if (!ids.Add(id))
                throw Fault(0, DecodeFault.Malformed, $"case {id} appears twice");
            string? reason = skipped ?? (test.TryGetProperty("sig", out _) && test.TryGetProperty("msg", out _) ? null : "the case has no message and signature");
            cases.Add(new WycheproofCase
            {
                Id = id,
                Comment = test.TryGetProperty("comment", out JsonElement comment) ? comment.GetString() ?? "" : "",
                Flags = ReadFlags(test),
                GroupType = type,
                Scheme = scheme,
                Encoding = encoding,
                RequireLowS = type == BitcoinType,
                PublicKey = key,
                Message = reason is null ? Hexadecimal(test, "msg") : default,
                Signature = reason is null ? Hexadecimal(test, "sig") : default,
                Expected = Text(test, "result") switch
                {
                    "valid" => WycheproofResult.Valid,
                    "invalid" => WycheproofResult.Invalid,
                    "acceptable" => WycheproofResult.Acceptable,
                    string other => throw Fault(0, DecodeFault.Malformed, $"case {id} expects '{other}'"),
                },
                SkippedBecause = reason,
            });
        }
    }

    // The schema says what the file holds, the group type how to read it; both must be known and agree.
    private static string? SchemaMismatch(string schema, string type)
    {
        string? wanted = schema.Replace("_v1", "", StringComparison.Ordinal) switch
        {
            "ecdsa_verify_schema.json" => "EcdsaVerify",
            "ecdsa_p1363_verify_schema.json" => "EcdsaP1363Verify",
            "ecdsa_bitcoin_verify_schema.json" => BitcoinType,
            "eddsa_verify_schema.json" => EddsaType,
            _ => null,
        };
        return wanted is null ? $"schema {schema} is not supported"
            : wanted != type ? $"group type {type} is not of schema {schema}"
            : null;
    }

    private static ReadOnlyMemory<byte> ReadKey(JsonElement group, string type, ref WycheproofScheme scheme, ref string? skipped)
    {
        // "publicKey" since v1, "key" before.
        JsonElement key = group.TryGetProperty("publicKey", out JsonElement found) ? found : Required(group, "key");
        string curve = Text(key, "curve");
        WycheproofScheme? known = (type == EddsaType, curve) switch
        {
            (false, "secp256r1") => WycheproofScheme.EcdsaP256,
            (false, "secp256k1") => WycheproofScheme.EcdsaSecp256k1,
            (true, "edwards25519") => WycheproofScheme.Ed25519,
            _ => null,
        };
        if (known is null)
            skipped = $"curve {curve} is not supported";
        else if (known != WycheproofScheme.Ed25519 && Text(group, "sha") is var hash && hash != "SHA-256")
            skipped = $"hash {hash} is not supported";
        if (skipped is not null)
            return default;
        scheme = known!.Value;
        if (scheme == WycheproofScheme.Ed25519)
        {
            byte[] encoded = Hexadecimal(key, "pk");
            return encoded.Length == Ed25519KeySize ? encoded : throw Fault(0, DecodeFault.Malformed, $"a group's key has not {Ed25519KeySize} bytes");
        }

        byte[] point = Hexadecimal(key, "uncompressed");
        return point.Length == PointSize && point[0] == 0x04
            ? point.AsMemory(1)
            : throw Fault(0, DecodeFault.Malformed, "a group's key is no uncompressed point");
    }

    private static List<string> ReadFlags(JsonElement test)
    {
        var flags = new List<string>();
        if (test.TryGetProperty("flags", out JsonElement list))
        {
            foreach (JsonElement flag in list.EnumerateArray())
                flags.Add(flag.GetString() ?? "");
        }

        return flags;
    }

    private static JsonElement Required(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw Fault(0, DecodeFault.Malformed, $"the file is not of Wycheproof's shape: no '{name}'");

    private static string Text(JsonElement element, string name) => Required(element, name).GetString() ?? "";

    private static byte[] Hexadecimal(JsonElement element, string name) => Convert.FromHexString(Text(element, name));

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(Format, offset, fault, detail);
}
