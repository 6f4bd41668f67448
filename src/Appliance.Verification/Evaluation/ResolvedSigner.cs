using Appliance.Kernels;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>What the trust state makes of a signer that a document names.</summary>
public sealed class ResolvedSigner
{
    private readonly byte[] _publicKey;
    private readonly string _party;

    private ResolvedSigner(
        Verdict verdict,
        string name,
        string party,
        string scheme,
        SignatureAlgorithm algorithm,
        byte[] publicKey,
        object? identity,
        string? reason)
    {
        Verdict = verdict;
        Name = name;
        _party = party;
        Scheme = scheme;
        Algorithm = algorithm;
        _publicKey = publicKey;
        Identity = identity;
        Reason = reason;
    }

    /// <summary><see cref="Verdicts.Verdict.Valid"/> when this party may sign; otherwise what every signature check of it says.</summary>
    public Verdict Verdict { get; }

    /// <summary>Name for reports, for example <c>Org1MSP/peer0.org1.example.com</c>.</summary>
    public string Name { get; }

    /// <summary>Scheme for reports, for example <c>ecdsa-p256-sha256</c>.</summary>
    public string Scheme { get; }

    /// <summary>Algorithm of the key; meaningful only where <see cref="Verdict"/> is valid.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The key as kernels take it (<see cref="SignatureAlgorithms.PublicKeySize"/> bytes); empty where <see cref="Verdict"/> is not valid.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>What policies of the chain know about the signer (for Fabric an MSP identity), or null.</summary>
    public object? Identity { get; }

    /// <summary>Why it is not accepted, in words, or null.</summary>
    public string? Reason { get; }

    /// <summary>
    /// A party that may sign. <paramref name="party"/> is what makes two signers one: quorums and policies count it once, however
    /// its identity is spelled in the document.
    /// </summary>
    public static ResolvedSigner Accepted(
        string name, string party, SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, object? identity) =>
        new(Verdict.Valid, name, party, SchemeNames.Of(algorithm), algorithm, publicKey.ToArray(), identity, null);

    /// <summary>A party whose signatures are not accepted, with the verdict that says why.</summary>
    /// <exception cref="ArgumentException">The verdict reads as genuine.</exception>
    public static ResolvedSigner Refused(Verdict verdict, string name, string reason) => verdict.IsGenuine()
        ? throw new ArgumentException("a refusal needs a verdict that is not genuine", nameof(verdict))
        : new(verdict, name, name, SchemeNames.Unknown, default, [], null, reason);

    /// <summary>Whether both stand for one party.</summary>
    public bool IsSameParty(ResolvedSigner other) => string.Equals(_party, other._party, StringComparison.Ordinal);
}
