using Appliance.Formats.Asn1;

namespace Appliance.Formats.Fabric;

/// <summary>The hashed form of a block header: SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash }.</summary>
public static class FabricBlockHeader
{
    /// <summary>Writes the header in DER.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static byte[] Encode(long number, ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> dataHash)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var body = new DerWriter().UnsignedInteger((ulong)number).OctetString(previousHash).OctetString(dataHash);
        return new DerWriter().Element(0x30, body.WrittenSpan).ToArray();
    }
}
