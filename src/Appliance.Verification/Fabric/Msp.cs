using System.Security.Cryptography;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.X509;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;
using Appliance.Verification.X509;

namespace Appliance.Verification.Fabric;

/// <summary>
/// One organisation of a channel as its configuration describes it (Fabric <c>FabricMSPConfig</c>): whose certificates it
/// accepts, and in which role. Immutable.
/// </summary>
public sealed class Msp
{
    private const int X509Type = 0;

    private readonly IReadOnlyList<Certificate> _roots;
    private readonly IReadOnlyList<Certificate> _intermediates;
    private readonly IReadOnlyList<Certificate> _admins;
    private readonly IReadOnlyList<CertificateList> _revocations;
    private readonly IReadOnlyList<string> _units;
    private readonly IReadOnlyList<NodeUnit> _nodeUnits;
    private readonly string? _unsupported;

    /// <summary>Reads the certificates of an organisation.</summary>
    /// <exception cref="DecodeException">A certificate or revocation list in the configuration is malformed.</exception>
    public Msp(FabricMspConfig config)
    {
        Name = config.Name;
        _unsupported = FindUnsupported(config);
        if (config.Type != X509Type)
        {
            (_roots, _intermediates, _admins, _revocations, _units, _nodeUnits) = ([], [], [], [], [], []);
            return;
        }

        _roots = [.. config.RootCertificates.Select(pem => Certificate.DecodePem(pem))];
        _intermediates = [.. config.IntermediateCertificates.Select(pem => Certificate.DecodePem(pem))];
        _admins = [.. config.Admins.Select(pem => Certificate.DecodePem(pem))];
        _revocations = [.. config.RevocationLists.Select(pem => CertificateList.DecodePem(pem))];
        _units = [.. config.OrganizationalUnits.Select(unit => unit.Name)];
        _nodeUnits = config.NodeOus is { Enabled: true } units
            ? [.. NodeUnit.All(units)]
            : [];
    }

    /// <summary>Name, for example <c>Org1MSP</c>.</summary>
    public string Name { get; }

    /// <summary>The organisation's root certificates.</summary>
    public IReadOnlyList<Certificate> Roots => _roots;

    /// <summary>Judges a certificate (PEM) that claims to be of this organisation.</summary>
    public ResolvedSigner Resolve(ReadOnlyMemory<byte> pem)
    {
        if (_unsupported is not null)
            return ResolvedSigner.Refused(Verdict.Unsupported, Name, _unsupported);

        Certificate certificate;
        try
        {
            certificate = Certificate.DecodePem(pem);
        }
        catch (DecodeException malformed)
        {
            return ResolvedSigner.Refused(Verdict.IdentityUnknown, Name, $"certificate: {malformed.Detail}");
        }

        string name = $"{Name}/{certificate.Subject.CommonName ?? certificate.Subject.ToString()}";
        if (certificate.BasicConstraints is { IsAuthority: true })
            return ResolvedSigner.Refused(Verdict.IdentityUnknown, name, "the certificate is that of an authority, which cannot be an identity");

        // Fabric's own clock: an identity whose certificate has expired since still vouches for what it signed before.
        CertificatePathResult path = CertificatePath.Find(certificate, _intermediates, _roots, certificate.NotBefore.AddSeconds(1));
        if (path.Verdict != Verdict.Valid)
            return ResolvedSigner.Refused(path.Verdict, name, path.Reason ?? "no path to a root");
        if (FindRevoked(certificate, path.Issuers) is { } revoked)
            return ResolvedSigner.Refused(Verdict.CertificateRevoked, name, $"the certificate of {revoked.Subject} is on a revocation list of {Name}");
        if (FindRoles(certificate, path.Issuers[0], out MspRoles roles) is { } fault)
            return ResolvedSigner.Refused(Verdict.IdentityUnknown, name, fault);

        return certificate.PublicKey.Kind switch
        {
            PublicKeyKind.EcP256 => ResolvedSigner.Accepted(
                name, Party(certificate), SignatureAlgorithm.EcdsaP256, certificate.PublicKey.Point.Span, new MspIdentity(Name, certificate, roles)),
            // Fabric v3: the message itself is signed, without a digest in between.
            PublicKeyKind.Ed25519 when !certificate.PublicKey.KernelKey.IsEmpty => ResolvedSigner.Accepted(
                name, Party(certificate), SignatureAlgorithm.Ed25519, certificate.PublicKey.KernelKey.Span, new MspIdentity(Name, certificate, roles)),
            var other => ResolvedSigner.Refused(Verdict.Unsupported, name, $"keys of kind {other} are not supported for Fabric identities"),
        };
    }

    // Its members would sign other bytes than those that are checked here: that refutes nothing.
    private static string? FindUnsupported(FabricMspConfig config) => config switch
    {
        { Type: not X509Type } => $"organisations of type {config.Type} are not supported, only those with X.509 certificates",
        { SignatureHashFamily: not ("" or "SHA2") } => $"the signature hash family {config.SignatureHashFamily} is not supported",
        _ => null,
    };

    // Not the whole certificate: its outer signature can be re-encoded by anyone, and would make two parties of one.
    private string Party(Certificate certificate) => $"{Name}/{Convert.ToHexString(SHA256.HashData(certificate.TbsCertificate.Span))}";

    private Certificate? FindRevoked(Certificate leaf, IReadOnlyList<Certificate> issuers)
    {
        Certificate subject = leaf;
        foreach (Certificate issuer in issuers)
        {
            foreach (CertificateList list in _revocations)
            {
                if (list.IsRevoked(subject.SerialNumber.Span)
                    && list.AuthorityKeyIdentifier.Span.SequenceEqual(issuer.SubjectKeyIdentifier.Span)
                    && CertificateSignature.Verify(issuer, list.SignatureAlgorithm, list.TbsCertList.Span, list.Signature.Span))
                {
                    return subject;
                }
            }

            subject = issuer;
        }

        return null;
    }

    private string? FindRoles(Certificate certificate, Certificate issuer, out MspRoles roles)
    {
        roles = MspRoles.Member;
        IReadOnlyList<string> units = certificate.Subject.OrganizationalUnits;
        if (_units.Count > 0 && !_units.Any(units.Contains))
            return $"the certificate carries none of the units that {Name} demands ({string.Join(", ", _units)})";
        foreach (Certificate admin in _admins)
        {
            if (admin.Raw.Span.SequenceEqual(certificate.Raw.Span))
                roles |= MspRoles.Admin;
        }

        if (_nodeUnits.Count == 0)
            return null;
        NodeUnit[] matching = [.. _nodeUnits.Where(unit => unit.Matches(units, issuer))];
        if (matching.Length != 1)
        {
            return $"the certificate must carry exactly one of the units {string.Join(", ", _nodeUnits.Select(unit => unit.Name))}; "
                + $"it carries {matching.Length}";
        }

        roles |= matching[0].Role;
        return null;
    }

    private sealed record NodeUnit(MspRoles Role, string Name, ReadOnlyMemory<byte> Issuer)
    {
        public static IEnumerable<NodeUnit> All(FabricNodeOus units)
        {
            (MspRoles Role, FabricOuIdentifier? Unit)[] all =
            [
                (MspRoles.Client, units.Client),
                (MspRoles.Peer, units.Peer),
                (MspRoles.Admin, units.Admin),
                (MspRoles.Orderer, units.Orderer),
            ];
            foreach ((MspRoles role, FabricOuIdentifier? unit) in all)
            {
                if (unit is null || unit.Name.Length == 0)
                    continue;
                ReadOnlyMemory<byte> issuer = unit.Certificate.IsEmpty ? default : Certificate.DecodePem(unit.Certificate).Raw;
                yield return new NodeUnit(role, unit.Name, issuer);
            }
        }

        public bool Matches(IReadOnlyList<string> units, Certificate issuer) =>
            units.Contains(Name) && (Issuer.IsEmpty || Issuer.Span.SequenceEqual(issuer.Raw.Span));
    }
}
