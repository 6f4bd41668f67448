using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Keys;
using Appliance.Verification.Keys;

namespace Appliance.Verification.Trust;

/// <summary>
/// A transparency log, by the origin that its checkpoints name: the keys that it signs with, and how many of which witnesses must
/// have cosigned before a checkpoint counts (C2SP tlog-cosignature: a quorum keeps a log from showing two histories).
/// </summary>
public sealed record LogAnchor : TrustAnchor
{
    /// <summary>Format of these anchors.</summary>
    public const string Tlog = "tlog";

    /// <summary>Pins a log.</summary>
    /// <param name="origin">First line of its checkpoints.</param>
    /// <param name="keys">Its keys, at least one; not of the type of cosignatures.</param>
    /// <param name="witnesses">Witnesses, with the keys of their cosignatures; each key once.</param>
    /// <param name="quorum">How many witnesses must have cosigned; 0 to ask for none.</param>
    /// <exception cref="ArgumentException">No key, a key of another type, one witness twice, or a quorum that can never be reached.</exception>
    public LogAnchor(string origin, IReadOnlyList<KnownKey> keys, IReadOnlyList<KnownKey> witnesses, int quorum)
        : base(Tlog, origin)
    {
        if (string.IsNullOrEmpty(origin) || origin.Contains('\n', StringComparison.Ordinal))
            throw new ArgumentException("the origin of a log is one line");
        if (keys.Count == 0 || keys.Any(key => key.VerifierKey is null or { Type: NoteVerifierKey.Ed25519Cosignature }))
            throw new ArgumentException("a log is pinned by C2SP verifier keys of types 0x01 and 0x02, at least one");
        if (witnesses.Any(key => key.VerifierKey is not { Type: NoteVerifierKey.Ed25519Cosignature }))
            throw new ArgumentException("a witness is pinned by a C2SP verifier key of type 0x04");

        // A key that stood there under two names would make one witness into two.
        if (witnesses.DistinctBy(key => key.Key.Fingerprint).Count() != witnesses.Count)
            throw new ArgumentException("one key stands for two witnesses");
        if (quorum < 0 || quorum > witnesses.Count)
            throw new ArgumentException($"a quorum of {quorum} among {witnesses.Count} witnesses cannot be reached");
        Keys = keys;
        Witnesses = witnesses;
        Quorum = quorum;
    }

    /// <summary>Keys of the log; one of them must have signed.</summary>
    public IReadOnlyList<KnownKey> Keys { get; }

    /// <summary>Witnesses.</summary>
    public IReadOnlyList<KnownKey> Witnesses { get; }

    /// <summary>How many witnesses must have cosigned.</summary>
    public int Quorum { get; }

    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Quorum.ToString(CultureInfo.InvariantCulture)}\n"));
            foreach (KnownKey key in Keys.Concat(Witnesses))
                hash.AppendData(Encoding.UTF8.GetBytes($"{key.VerifierKey}\n"));
            return $"log-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
        }
    }

    /// <inheritdoc/>
    public override string Description => Quorum == 0
        ? $"log {Chain}, {KeysOf(Keys)}"
        : $"log {Chain}, {KeysOf(Keys)}, {Quorum} of {Witnesses.Count} witnesses";

    private static string KeysOf(IReadOnlyList<KnownKey> keys) => $"{(keys.Count == 1 ? "key" : "keys")} {string.Join(", ", keys.Select(key => key.Name))}";
}
