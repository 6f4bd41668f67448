namespace Appliance.Formats.Plans;

/// <summary>
/// Who a document says signed. The plan does not say whether that party may sign: the reference is resolved against the trust
/// state of the chain at the height of the document.
/// </summary>
/// <param name="Form">How <paramref name="Bytes"/> are to be read.</param>
/// <param name="Bytes">The identity as it stands in the document; equal bytes are one signer.</param>
public readonly record struct SignerReference(SignerForm Form, ReadOnlyMemory<byte> Bytes);

/// <summary>Forms of a <see cref="SignerReference"/>.</summary>
public enum SignerForm : byte
{
    /// <summary>Fabric <c>msp.SerializedIdentity</c>: MSP name and PEM certificate.</summary>
    FabricIdentity = 1,

    /// <summary>A bare public key in SubjectPublicKeyInfo form (RFC 5480).</summary>
    SubjectPublicKeyInfo = 2,

    /// <summary>An X.509 certificate, DER.</summary>
    Certificate = 3,

    /// <summary>An identifier whose meaning is the format's; empty where the document names nobody.</summary>
    KeyId = 4,

    /// <summary>A key that verifies notes, in its text form (C2SP signed-note, section "Verifier keys").</summary>
    NoteVerifierKey = 8,

    /// <summary>FISCO BCOS: a public key X || Y, 64 bytes, on the curve of the chain's suite.</summary>
    FiscoKey = 9,
}
