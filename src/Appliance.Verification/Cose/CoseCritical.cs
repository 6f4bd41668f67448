using System.Globalization;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;

namespace Appliance.Verification.Cose;

/// <summary>Headers that a message demands to be understood (RFC 9052, section 3.1, <c>crit</c>).</summary>
internal static class CoseCritical
{
    private const int MaxLabels = 64;

    /// <summary>The first label that is demanded and not understood here, or null.</summary>
    /// <exception cref="DecodeException">The header is no list of labels, or not protected.</exception>
    public static string? Unknown(CoseSign1 message)
    {
        if (message.Unprotected.Find(CoseLabels.Critical) is { } stray)
            throw new DecodeException(CoseSign1.FormatName, stray.Offset, DecodeFault.Malformed, "critical headers are listed where the signature does not cover them");
        if (message.Protected.Find(CoseLabels.Critical) is not { } header)
            return null;
        var cursor = new CborCursor(header.Value, CoseSign1.FormatName, header.Offset);
        int count = cursor.ReadStartArray(MaxLabels, "list of critical headers");
        if (count == 0)
            throw cursor.Fault(header.Offset, DecodeFault.Malformed, "the list of critical headers is empty");
        string? unknown = null;
        for (int i = 0; i < count; i++)
        {
            if (cursor.NextIsText)
            {
                unknown ??= $"'{cursor.ReadText()}'";
                continue;
            }

            long label = cursor.ReadInteger();
            if (message.Protected.Find(label) is null)
                throw cursor.Fault(header.Offset, DecodeFault.Malformed, $"header {label} is critical and missing");
            if (!IsUnderstood(label))
                unknown ??= label.ToString(CultureInfo.InvariantCulture);
        }

        return unknown;
    }

    private static bool IsUnderstood(long label) => label is CoseLabels.Algorithm or CoseLabels.Critical or CoseLabels.ContentType or CoseLabels.KeyId
        or CoseLabels.CwtClaims or CoseLabels.X5Chain or CoseLabels.PayloadHashAlgorithm or CoseLabels.PreimageContentType or CoseLabels.PayloadLocation
        or CoseLabels.VerifiableDataStructure;
}
