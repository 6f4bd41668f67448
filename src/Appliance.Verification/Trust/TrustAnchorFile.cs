using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Verification.Chains;

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
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException)
        {
            throw new TrustAnchorException(
                $"{path}: not a file of trust anchors: {exception.Message}. Mend it, or remove it and add the anchors again with 'appliance trust add'",
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

    private static TrustAnchor FromEntry(Entry entry) => entry switch
    {
        { Genesis: { } hash, Organisations: null } => new GenesisAnchor(entry.Format, entry.Chain, Digest.Parse(hash)),
        { Genesis: null, Organisations: { } organisations, Format: "fabric" } => new MspRootsAnchor(
            entry.Chain,
            [.. organisations.Select(one => new MspRoots(one.Msp, one.Orders, [.. one.Roots.Select(Convert.FromBase64String)]))]),
        _ => throw new FormatException($"the anchor of chain {entry.Chain} has neither one genesis hash nor one list of organisations"),
    };

    private static Entry ToEntry(TrustAnchor anchor) => anchor switch
    {
        GenesisAnchor genesis => new(genesis.Format, genesis.Chain, genesis.Hash.ToString(), null),
        MspRootsAnchor roots => new(
            roots.Format,
            roots.Chain,
            null,
            [.. roots.Organisations.Select(one => new Organisation(one.Name, one.Orders, [.. one.Certificates.Select(Convert.ToBase64String)]))]),
        _ => throw new ArgumentOutOfRangeException(nameof(anchor), anchor, "no such kind of anchor"),
    };

    private sealed record Document(IReadOnlyList<Entry> Anchors);

    private sealed record Entry(string Format, string Chain, string? Genesis, IReadOnlyList<Organisation>? Organisations);

    private sealed record Organisation(string Msp, bool Orders, IReadOnlyList<string> Roots);
}

/// <summary>The anchor file cannot be read; nothing is trusted until it is mended.</summary>
public sealed class TrustAnchorException(string message, Exception cause) : Exception(message, cause);
