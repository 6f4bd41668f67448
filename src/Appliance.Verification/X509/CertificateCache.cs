using System.Collections.Concurrent;
using System.Security.Cryptography;
using Appliance.Formats.X509;
using Appliance.Verification.Chains;

namespace Appliance.Verification.X509;

/// <summary>
/// Certificates parsed once, by their bytes, and whose signature on whose certificate was checked. Bounded; what is full is emptied, because
/// what is in use comes back at once. Safe for concurrent use.
/// </summary>
internal sealed class CertificateCache
{
    /// <summary>Most certificates, and most pairs, that are kept: a few kilobytes each.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentDictionary<Digest, Certificate> _certificates = new();
    private readonly ConcurrentDictionary<(Digest Issuer, Digest Subject), bool> _signatures = new();

    /// <summary>Reads a certificate, or gives the one that was read from the same bytes before.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="offset">Where it begins in its document, for errors.</param>
    /// <exception cref="Formats.Decoding.DecodeException">The certificate is malformed; nothing is kept of it.</exception>
    public Certificate Read(ReadOnlyMemory<byte> der, long offset = 0)
    {
        var digest = new Digest(SHA256.HashData(der.Span));
        if (_certificates.TryGetValue(digest, out Certificate? known))
            return known;

        // A copy: the certificate must not keep a whole document in memory.
        var certificate = Certificate.Decode(der.ToArray(), offset);
        Bound(_certificates);
        _certificates[digest] = certificate;
        return certificate;
    }

    /// <summary>Whether the signature on a certificate is that of an issuer.</summary>
    public bool IsSignedBy(Certificate subject, Certificate issuer)
    {
        var pair = (new Digest(SHA256.HashData(issuer.SubjectPublicKeyInfo.Span)), new Digest(SHA256.HashData(subject.Raw.Span)));
        if (_signatures.TryGetValue(pair, out bool known))
            return known;
        bool valid = CertificateSignature.Verify(issuer, subject.SignatureAlgorithm, subject.TbsCertificate.Span, subject.Signature.Span);
        Bound(_signatures);
        _signatures[pair] = valid;
        return valid;
    }

    private static void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> entries)
        where TKey : notnull
    {
        if (entries.Count >= Capacity)
            entries.Clear();
    }
}
