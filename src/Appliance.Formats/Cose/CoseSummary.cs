using System.Globalization;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>One thing that a message says of itself.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">In words or digits.</param>
/// <param name="Protected">Whether the signature covers it.</param>
public sealed record CoseStatement(string Name, string Value, bool Protected);

/// <summary>What a message says of itself, in words, for reports.</summary>
public static class CoseSummary
{
    /// <summary>All that is worth a line.</summary>
    /// <exception cref="DecodeException">A header is not what its standard says.</exception>
    public static IReadOnlyList<CoseStatement> Of(
        CoseSign1 message, CoseReceipt? receipt, CoseHashEnvelope? envelope, IReadOnlyList<CoseReceipt> carried)
    {
        var algorithm = CoseSignatureAlgorithm.Of(message);
        List<CoseStatement> facts = [new("algorithm", algorithm.Name, algorithm.Protected)];
        Add(facts, message, CoseLabels.KeyId, "key id");
        Add(facts, message, CoseLabels.ContentType, "content type");
        var claims = CwtClaims.Of(message);
        facts.AddRange(claims.Claims.Select(claim => new CoseStatement(claim.Name, claim.Value, claims.Protected)));
        if (envelope is not null)
        {
            facts.Add(new("payload", $"{envelope.AlgorithmName} {(message.Payload is { } hash ? CoseText.Hex(hash.Span) : "(detached)")}", true));
            if (envelope.ContentType is { } type)
                facts.Add(new("preimage content type", type, true));
            if (envelope.Location is { } location)
                facts.Add(new("payload location", location, true));
        }
        else if (receipt is null)
        {
            facts.Add(new("payload", message.Payload is { } bytes ? Bytes(bytes.Length) : "detached", true));
        }

        if (receipt is not null)
            AddProofs(facts, receipt);
        for (int i = 0; i < carried.Count; i++)
        {
            string issuer = CwtClaims.Of(carried[i].Message).Claims.FirstOrDefault(claim => claim.Name == "issuer").Value ?? "unnamed issuer";
            facts.Add(new($"receipt {i + 1}", $"{issuer}{(carried[i].Inclusion is [var proof] ? $", leaf {proof.LeafIndex} of {proof.TreeSize}" : string.Empty)}", false));
        }

        return facts;
    }

    private static void AddProofs(List<CoseStatement> facts, CoseReceipt receipt)
    {
        if (receipt.SignedSize is { } size)
            facts.Add(new("tree size", size.ToString(CultureInfo.InvariantCulture), true));
        foreach (CoseInclusionProof proof in receipt.Inclusion)
            facts.Add(new("inclusion proof", $"leaf {proof.LeafIndex} of {proof.TreeSize}", false));
        foreach (CoseConsistencyProof proof in receipt.Consistency)
            facts.Add(new("consistency proof", $"from {proof.FirstSize} to {proof.SecondSize} leaves", false));
    }

    private static void Add(List<CoseStatement> facts, CoseSign1 message, long label, string name)
    {
        CoseHeader? header = message.Protected.Find(label);
        bool isProtected = header is not null;
        header ??= message.Unprotected.Find(label);
        if (header is not null)
            facts.Add(new(name, CoseText.Item(new CborCursor(header.Value, CoseSign1.FormatName, header.Offset)), isProtected));
    }

    private static string Bytes(int length) => length == 1 ? "1 byte" : $"{length.ToString(CultureInfo.InvariantCulture)} bytes";
}
