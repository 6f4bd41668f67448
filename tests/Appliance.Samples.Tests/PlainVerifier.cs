using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Formats.Plans;

namespace Appliance.Samples.Tests;

/// <summary>
/// Fabric's rules for one transaction, written down a second time with nothing but the platform's cryptography: says which of
/// them an envelope breaks.
/// </summary>
internal sealed class PlainVerifier(SampleChannel channel, int agencies, DateTimeOffset at)
{
    private static readonly BigInteger HalfOrder =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber) / 2;

    public IReadOnlySet<CheckKind> Broken(ReadOnlyMemory<byte> envelope)
    {
        var broken = new HashSet<CheckKind>();
        var outer = new ProtobufFields(envelope);
        ReadOnlyMemory<byte> payload = outer.Bytes(1);
        ReadOnlyMemory<byte> channelHeader = ProtobufFields.Down(payload, 1, 1);
        ReadOnlyMemory<byte> signatureHeader = ProtobufFields.Down(payload, 1, 2);
        ReadOnlyMemory<byte> creator = ProtobufFields.Down(signatureHeader, 1);
        ReadOnlyMemory<byte> nonce = ProtobufFields.Down(signatureHeader, 2);
        string id = Encoding.ASCII.GetString(ProtobufFields.Down(channelHeader, 5).Span);
        if (id != Convert.ToHexStringLower(SHA256.HashData([.. nonce.Span, .. creator.Span])))
            broken.Add(CheckKind.TransactionId);
        if (!Trusted(creator, "client") && !Trusted(creator, "admin"))
            broken.Add(CheckKind.CreatorSignature);
        if (!Signed(creator, payload.Span, outer.Bytes(2)))
            broken.Add(CheckKind.CreatorSignature);

        ReadOnlyMemory<byte> action = ProtobufFields.Down(payload, 2, 1);
        ReadOnlyMemory<byte> actionPayload = ProtobufFields.Down(action, 2);
        ReadOnlyMemory<byte> proposal = ProtobufFields.Down(actionPayload, 1);
        var endorsed = new ProtobufFields(ProtobufFields.Down(actionPayload, 2));
        ReadOnlyMemory<byte> response = endorsed.Bytes(1);
        byte[] proposalHash = SHA256.HashData([.. channelHeader.Span, .. ProtobufFields.Down(action, 1).Span, .. proposal.Span]);
        if (!proposalHash.AsSpan().SequenceEqual(ProtobufFields.Down(response, 1).Span))
            broken.Add(CheckKind.ProposalHash);

        var endorsers = new HashSet<string>(StringComparer.Ordinal);
        foreach (ReadOnlyMemory<byte> endorsement in endorsed.All(2))
        {
            ReadOnlyMemory<byte> endorser = ProtobufFields.Down(endorsement, 1);
            bool signed = Signed(endorser, [.. response.Span, .. endorser.Span], ProtobufFields.Down(endorsement, 2));
            if (!signed)
                broken.Add(CheckKind.EndorsementSignature);
            if (signed && Trusted(endorser, "peer"))
                endorsers.Add(MspId(endorser));
        }

        if (endorsers.Count <= agencies / 2)
            broken.Add(CheckKind.EndorsementPolicy);
        return broken;
    }

    /// <summary>Whether the identity's certificate chains to the channel's root for its organisation and has the role.</summary>
    public bool Trusted(ReadOnlyMemory<byte> identity, string role)
    {
        if (!channel.Roots.TryGetValue(MspId(identity), out string? rootPem))
            return false;
        using X509Certificate2 root = X509Certificate2.CreateFromPem(rootPem);
        using X509Certificate2 leaf = Certificate(identity);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(leaf) && leaf.Subject.Contains($"OU={role},", StringComparison.Ordinal);
    }

    /// <summary>Whether the identity signed the message, with s in the lower half.</summary>
    public static bool Signed(ReadOnlyMemory<byte> identity, ReadOnlySpan<byte> message, ReadOnlyMemory<byte> signature)
    {
        var sequence = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadInteger();
        if (sequence.ReadInteger() > HalfOrder)
            return false;
        using X509Certificate2 certificate = Certificate(identity);
        using ECDsa key = certificate.GetECDsaPublicKey()!;
        return key.VerifyData(message, signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public static string MspId(ReadOnlyMemory<byte> identity) => Encoding.UTF8.GetString(ProtobufFields.Down(identity, 1).Span);

    public static X509Certificate2 Certificate(ReadOnlyMemory<byte> identity) =>
        X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(ProtobufFields.Down(identity, 2).Span));
}
