using System.Globalization;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>CWT claims in the headers of a message (RFC 9597): what the issuer says about the message, in words.</summary>
/// <param name="Claims">Name and value of each claim, in the order of the encoding.</param>
/// <param name="Protected">Whether the signature covers them.</param>
public sealed record CwtClaims(IReadOnlyList<(string Name, string Value)> Claims, bool Protected)
{
    /// <summary>Reads the claims; none where there is no such header.</summary>
    /// <exception cref="DecodeException">The header is no map of claims.</exception>
    public static CwtClaims Of(CoseSign1 message)
    {
        CoseHeader? header = message.Protected.Find(CoseLabels.CwtClaims);
        bool isProtected = header is not null;
        header ??= message.Unprotected.Find(CoseLabels.CwtClaims);
        if (header is null)
            return new CwtClaims([], false);
        CoseHeaders claims = CoseHeaders.Read(new CborCursor(header.Value, CoseSign1.FormatName, header.Offset));
        return new CwtClaims([.. claims.All.Select(Read)], isProtected);
    }

    private static (string Name, string Value) Read(CoseHeader claim)
    {
        var cursor = new CborCursor(claim.Value, CoseSign1.FormatName, claim.Offset);
        bool isTime = claim.Label is CoseLabels.ClaimExpiration or CoseLabels.ClaimNotBefore or CoseLabels.ClaimIssuedAt;
        return (NameOf(claim), isTime ? CoseText.Time(cursor) : CoseText.Item(cursor));
    }

    private static string NameOf(CoseHeader claim) => claim.Label switch
    {
        CoseLabels.ClaimIssuer => "issuer",
        CoseLabels.ClaimSubject => "subject",
        CoseLabels.ClaimAudience => "audience",
        CoseLabels.ClaimExpiration => "expires",
        CoseLabels.ClaimNotBefore => "not before",
        CoseLabels.ClaimIssuedAt => "issued at",
        CoseLabels.ClaimId => "claims id",
        { } other => $"claim {other.ToString(CultureInfo.InvariantCulture)}",
        null => $"claim {CoseText.Quote(claim.Text!)}",
    };
}
