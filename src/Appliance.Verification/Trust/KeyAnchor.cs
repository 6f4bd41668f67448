using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Keys;

namespace Appliance.Verification.Trust;

/// <summary>
/// Public keys of one party, pinned for documents of one format: who is called <see cref="TrustAnchor.Chain"/> signs with one of them.
/// </summary>
/// <param name="Format">Documents for which they count, for example <c>cose</c>: a key is trusted for what it was pinned for.</param>
/// <param name="Party">Name of the party.</param>
/// <param name="Keys">Its keys, at least one.</param>
public sealed record KeyAnchor(string Format, string Party, IReadOnlyList<KnownKey> Keys) : TrustAnchor(Format, Party)
{
    /// <summary>Format of anchors for COSE messages.</summary>
    public const string Cose = "cose";

    /// <summary>Format of anchors for signed notes.</summary>
    public const string Note = "note";

    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Format}\n"));
            foreach (KnownKey key in Keys)
                hash.AppendData(Encoding.UTF8.GetBytes($"{key.Key.Fingerprint}\n{key.KeyId}\n{key.VerifierKey}\n"));
            return $"key-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
        }
    }

    /// <inheritdoc/>
    public override string Description => $"{Format} {(Keys.Count == 1 ? "key" : "keys")} of {Party}: {string.Join(", ", Keys.Select(key => key.Name))}";
}
