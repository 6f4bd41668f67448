using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Formats.Decoding;
using Appliance.Formats.Keys;
using Appliance.Formats.X509;
using Appliance.Verification.Chains;
using Appliance.Verification.Keys;

namespace Appliance.Verification.Trust;

/// <summary>
/// The file in which <c>appliance trust</c> keeps anchors: JSON, readable and reviewable by people, replaced atomically.
/// </summary>
public static class TrustAnchorFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Reads a file; a missing one holds no anchors.</summary>
    /// <exception cref="TrustAnchorException">The file is not what this class writes.</exception>
    public static TrustAnchors Load(string path)
    {
        if (!File.Exists(path))
            return TrustAnchors.None;
        try
        {
            using FileStream stream = File.OpenRead(path);
            Document document = JsonSerializer.Deserialize<Document>(stream, Options) ?? throw new JsonException("the file holds null");
            return new TrustAnchors([.. document.Anchors.Select(FromEntry)]);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or DecodeException)
        {
            throw new TrustAnchorException(
                $"{path}: not a file of trust anchors: {exception.Message}. Mend it, or remove it and add the anchors again with 'appliance trust add'",
                exception);
        }
    }

    /// <summary>
    /// Reads a file that takes the place of the configured anchors: what this class writes, or PEM with root certificates.
    /// </summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its name, which every report then gives as the anchors' origin.</param>
    /// <exception cref="TrustAnchorException">The file is neither, or holds no anchor.</exception>
    public static TrustAnchors Read(ReadOnlyMemory<byte> content, string path)
    {
        try
        {
            TrustAnchor[] anchors;
            if (content.Span.IndexOf("-----BEGIN "u8) >= 0 && !content.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            {
                byte[][] roots = [.. Pem.DecodeAll(content, CertificateLabel).Select(root => Certificate.Decode(root).Raw.ToArray())];
                anchors = [new CertificateRootsAnchor(Path.GetFileName(path), roots)];
            }
            else
            {
                Document document = JsonSerializer.Deserialize<Document>(content.Span, Options) ?? throw new JsonException("the file holds null");
                anchors = [.. document.Anchors.Select(FromEntry)];
            }

            return anchors.Length > 0 ? new TrustAnchors(anchors, path) : throw new FormatException("it holds no anchor");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or DecodeException)
        {
            throw new TrustAnchorException(
                $"{path}: neither a file of trust anchors nor PEM with root certificates: {exception.Message}. Name a copy of a data directory's anchors, or a PEM file",
                exception);
        }
    }

    /// <summary>Writes a file: first beside it, synced, then renamed over it.</summary>
    public static void Save(string path, TrustAnchors anchors)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        string temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, new Document([.. anchors.All.Select(ToEntry)]), Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static string VerifierText(KnownKey key) => key.VerifierKey!.ToString();

    private static TrustAnchor FromEntry(Entry? entry) => entry switch
    {
        { Log: { } log, Genesis: null, Organisations: null, Roots: null, Keys: null, Sealers: null, Format: LogAnchor.Tlog } when log is { Keys: not null, Witnesses: not null } => new LogAnchor(
            entry.Chain, [.. log.Keys.Select(VerifierKey)], [.. log.Witnesses.Select(VerifierKey)], log.Quorum),
        { Log: not null } => throw new FormatException($"the anchor of log {entry.Chain} has not exactly its keys, witnesses and quorum"),
        { Sealers: { Nodes: { } nodes } set, Genesis: null, Organisations: null, Roots: null, Keys: null, Log: null, Format: SealerSetAnchor.Fisco }
            when nodes.All(one => one is not null) => new SealerSetAnchor(
                entry.Chain,
                set.FromHeight,
                [.. nodes.Select(one => new PinnedSealer(Convert.FromHexString(one.NodeId), one.Weight))],
                set.RequiredWeight),
        { Sealers: not null } => throw new FormatException($"the anchor of chain {entry.Chain} names sealers and something else, or not of FISCO BCOS"),
        { Genesis: { } hash, Organisations: null, Roots: null, Keys: null } => new GenesisAnchor(entry.Format, entry.Chain, Digest.Parse(hash)),
        { Genesis: null, Organisations: null, Roots: { Count: > 0 } roots, Keys: null, Format: CertificateRootsAnchor.X509 } => new CertificateRootsAnchor(
            entry.Chain, [.. roots.Select(root => Certificate.Decode(Convert.FromBase64String(root)).Raw.ToArray())]),
        { Genesis: null, Organisations: null, Roots: null, Keys: { Count: > 0 } keys } => new KeyAnchor(
            entry.Format, entry.Chain, [.. keys.Select(FromEntry)]),
        { Genesis: null, Organisations: { } organisations, Roots: null, Keys: null, Format: "fabric" } when organisations.All(one => one is not null) => new MspRootsAnchor(
            entry.Chain,
            [.. organisations.Select(one => new MspRoots(one.Msp, one.Orders, [.. one.Roots.Select(Convert.FromBase64String)]))]),
        _ => throw new FormatException($"the anchor of chain {entry?.Chain} has not exactly one of genesis hash, organisations, roots and keys"),
    };

    private static KnownKey FromEntry(KeyEntry? entry) => entry switch
    {
        { VerifierKey: { } text, PublicKey: null, KeyId: null } => VerifierKey(text),
        { PublicKey: { } key, VerifierKey: null } => KnownKey.From(
            new PublicKeyEntry(SubjectPublicKey.Decode(Convert.FromBase64String(key)), entry.KeyId, null)),
        _ => throw new FormatException("a key of an anchor has not exactly one of publicKey and verifierKey"),
    };

    private static KnownKey VerifierKey(string? text) => text is not null && KnownKey.ReadAll(Encoding.UTF8.GetBytes(text)) is [{ VerifierKey: not null } key]
        ? key
        : throw new FormatException("a verifier key of an anchor is not exactly one C2SP verifier key");

    private static KeyEntry ToEntry(KnownKey key) => key.VerifierKey is { } note
        ? new KeyEntry(null, null, note.ToString())
        : new KeyEntry(Convert.ToBase64String(key.Key.SubjectPublicKeyInfo.Span), key.KeyId, null);

    private static Entry ToEntry(TrustAnchor anchor) => anchor switch
    {
        GenesisAnchor genesis => new(genesis.Format, genesis.Chain) { Genesis = genesis.Hash.ToString() },
        CertificateRootsAnchor roots => new(roots.Format, roots.Chain) { Roots = [.. roots.Certificates.Select(Convert.ToBase64String)] },
        LogAnchor log => new(log.Format, log.Chain)
        {
            Log = new LogEntry([.. log.Keys.Select(VerifierText)], [.. log.Witnesses.Select(VerifierText)], log.Quorum),
        },
        SealerSetAnchor set => new(set.Format, set.Chain)
        {
            Sealers = new SealerSet(set.FromHeight, set.RequiredWeight, [.. set.Sealers.Select(one => new SealerEntry(one.Name, one.Weight))]),
        },
        KeyAnchor keys => new(keys.Format, keys.Chain) { Keys = [.. keys.Keys.Select(ToEntry)] },
        MspRootsAnchor roots => new(roots.Format, roots.Chain)
        {
            Organisations = [.. roots.Organisations.Select(one => new Organisation(one.Name, one.Orders, [.. one.Certificates.Select(Convert.ToBase64String)]))],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(anchor), anchor, "no such kind of anchor"),
    };

    private sealed record Document(IReadOnlyList<Entry> Anchors);

    // One of the lists, or the hash: each kind of anchor has its own.
    private sealed record Entry(string Format, string Chain)
    {
        public string? Genesis { get; init; }

        public IReadOnlyList<Organisation>? Organisations { get; init; }

        public IReadOnlyList<string>? Roots { get; init; }

        public IReadOnlyList<KeyEntry>? Keys { get; init; }

        public LogEntry? Log { get; init; }

        public SealerSet? Sealers { get; init; }
    }

    private sealed record LogEntry(IReadOnlyList<string> Keys, IReadOnlyList<string> Witnesses, int Quorum);

    private sealed record SealerSet(long FromHeight, long? RequiredWeight, IReadOnlyList<SealerEntry> Nodes);

    private sealed record SealerEntry(string NodeId, long Weight);

    private sealed record KeyEntry(string? PublicKey, string? KeyId, string? VerifierKey);

    private sealed record Organisation(string Msp, bool Orders, IReadOnlyList<string> Roots);
}

/// <summary>The anchor file cannot be read; nothing is trusted until it is mended.</summary>
public sealed class TrustAnchorException(string message, Exception cause) : Exception(message, cause);
