using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;
using Appliance.Verification.X509;

namespace Appliance.Verification.Cose;

/// <summary>Reads the certificates that a message carries (RFC 9360, header <c>x5chain</c>).</summary>
internal static class CoseCertificates
{
    /// <summary>The chain, the signer's certificate first; empty where there is none.</summary>
    /// <exception cref="DecodeException">The header holds something else, or too many certificates.</exception>
    public static IReadOnlyList<Certificate> Of(CoseSign1 message, CertificateCache certificates)
    {
        if ((message.Protected.Find(CoseLabels.X5Chain) ?? message.Unprotected.Find(CoseLabels.X5Chain)) is not { } header)
            return [];
        var cursor = new CborCursor(header.Value, CoseSign1.FormatName, header.Offset);
        if (cursor.NextIsBytes)
            return [Read(cursor, certificates)];

        // RFC 9360: one certificate is a byte string, an array holds at least two.
        int count = cursor.ReadStartArray(CertificatePath.MaxLength, "chain of certificates");
        if (count < 2)
            throw cursor.Fault(header.Offset, DecodeFault.NotCanonical, $"a chain of {count} certificates is no array");
        var chain = new Certificate[count];
        for (int i = 0; i < count; i++)
            chain[i] = Read(cursor, certificates);
        return chain;
    }

    private static Certificate Read(CborCursor cursor, CertificateCache certificates)
    {
        ReadOnlyMemory<byte> der = cursor.ReadBytes(out long offset);
        return certificates.Read(der, offset);
    }
}
