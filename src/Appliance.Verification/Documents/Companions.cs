using Appliance.Verification.Keys;

namespace Appliance.Verification.Documents;

/// <summary>
/// What a caller brings along with a document. Nothing here makes anything genuine: a key that comes with the question says only whether it
/// made the signature.
/// </summary>
public sealed record Companions
{
    /// <summary>Nothing: what a service uses for every document.</summary>
    public static Companions None { get; } = new();

    /// <summary>
    /// Raw keys. Where there are any, single documents are judged by them instead of the anchors, and the best verdict is
    /// <see cref="Verdicts.Verdict.SignatureValid"/>.
    /// </summary>
    public IReadOnlyList<KnownKey> Keys { get; init; } = [];

    /// <summary>
    /// Data that the document signs, hashes or proves but does not hold: a detached payload, the file behind a hash envelope, the leaf of an
    /// inclusion proof. Null where there is none.
    /// </summary>
    public ReadOnlyMemory<byte>? Detached { get; init; }

    /// <summary>The root of a tree, from elsewhere, that a receipt is held against; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Root { get; init; }

    /// <summary>The instant at which certificates must be valid; null for now.</summary>
    public DateTimeOffset? At { get; init; }
}
