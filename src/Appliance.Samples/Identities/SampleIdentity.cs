using System.Text;
using Appliance.Samples.Keys;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Identities;

/// <summary>Somebody who signs: a certificate, its key, and the organisation under which it is presented.</summary>
internal sealed class SampleIdentity(string mspId, NodeRole role, string certificatePem, SampleKey key)
{
    public string MspId { get; } = mspId;

    public NodeRole Role { get; } = role;

    public string CertificatePem { get; } = certificatePem;

    /// <summary>Marshalled <c>msp.SerializedIdentity</c>: what creators and endorsers are written as.</summary>
    public byte[] Serialized { get; } = new ProtobufMessage()
        .Text(1, mspId)
        .Bytes(2, Encoding.ASCII.GetBytes(certificatePem))
        .ToArray();

    /// <summary>Signs the concatenation of the parts.</summary>
    public SampleSignature Sign(params ReadOnlySpan<byte[]> parts)
    {
        using var message = new MemoryStream();
        foreach (byte[] part in parts)
            message.Write(part);
        return key.Sign(message.GetBuffer().AsSpan(0, (int)message.Length));
    }
}
