using Appliance.Verification.Cose;
using Appliance.Verification.Fabric;
using Appliance.Verification.FiscoBcos;
using Appliance.Verification.X509;

namespace Appliance.Verification.Documents;

/// <summary>
/// The closed list of document formats. The first that recognises a document gets it, so formats that know themselves by many bytes stand
/// before those that know themselves by few.
/// </summary>
internal static class DocumentFormats
{
    /// <summary>Bytes of a document that a format may look at to recognise it.</summary>
    public const int PrefixBytes = 4096;

    /// <summary>All formats, in the order in which they are asked.</summary>
    /// <exception cref="FormatException">A chaincode policy in the options cannot be read.</exception>
    public static IReadOnlyList<IDocumentFormat> Create(VerificationOptions options)
    {
        var certificates = new CertificateCache();
        return
        [
            new X509Documents(certificates),
            new Transparency.TransparencyDocuments(),
            new FiscoDocuments(),
            new FabricDocuments(options),
            new CoseDocuments(certificates),
        ];
    }
}
