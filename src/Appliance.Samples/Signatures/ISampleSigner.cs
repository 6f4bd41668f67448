namespace Appliance.Samples.Signatures;

/// <summary>A key that signs the same message with the same bytes every time. Safe for concurrent use.</summary>
internal interface ISampleSigner
{
    /// <summary>X || Y, big-endian, or the 32 bytes of RFC 8032.</summary>
    byte[] PublicKey { get; }

    /// <summary>64 bytes.</summary>
    byte[] Sign(byte[] message);
}
