using System.Formats.Cbor;
using Appliance.Formats.Cose;

namespace Appliance.Formats.Tests.Cose;

/// <summary>Well-formed messages of every kind; nothing in them is signed by anybody.</summary>
internal static class CoseSamples
{
    private static readonly byte[] Signature = [.. Enumerable.Repeat((byte)0x5A, 64)];

    /// <summary>A statement with claims, a key id and a certificate.</summary>
    public static byte[] Statement(byte[] certificate) => Message(
        writer =>
        {
            Pair(writer, CoseLabels.Algorithm, () => writer.WriteInt64(CoseLabels.Es256));
            Pair(writer, CoseLabels.KeyId, () => writer.WriteByteString("11"u8));
            Pair(writer, CoseLabels.CwtClaims, () =>
            {
                writer.WriteStartMap(3);
                Pair(writer, CoseLabels.ClaimIssuer, () => writer.WriteTextString("https://archives.example"));
                Pair(writer, CoseLabels.ClaimIssuedAt, () => writer.WriteInt64(1_700_000_000));
                writer.WriteTextString("fonds");
                writer.WriteTextString("A-17");
                writer.WriteEndMap();
            });
        },
        3,
        writer => Pair(writer, CoseLabels.X5Chain, () => writer.WriteByteString(certificate)),
        1,
        "payload"u8.ToArray());

    /// <summary>A hash envelope.</summary>
    public static byte[] Envelope() => Message(
        writer =>
        {
            Pair(writer, CoseLabels.Algorithm, () => writer.WriteInt64(CoseLabels.EdDsa));
            Pair(writer, CoseLabels.PayloadHashAlgorithm, () => writer.WriteInt64(CoseLabels.Sha256));
            Pair(writer, CoseLabels.PreimageContentType, () => writer.WriteTextString("application/pdf"));
            Pair(writer, CoseLabels.PayloadLocation, () => writer.WriteTextString("urn:archive:17"));
        },
        4,
        null,
        0,
        new byte[32]);

    /// <summary>A receipt with an inclusion and a consistency proof over a detached root.</summary>
    public static byte[] Receipt() => Message(
        writer =>
        {
            Pair(writer, CoseLabels.Algorithm, () => writer.WriteInt64(CoseLabels.Es256));
            Pair(writer, CoseLabels.VerifiableDataStructure, () => writer.WriteInt64(CoseLabels.Rfc9162Sha256));
        },
        2,
        writer => Pair(writer, CoseLabels.VerifiableDataProofs, () =>
        {
            writer.WriteStartMap(2);
            Pair(writer, CoseLabels.InclusionProofs, () => Proof(writer, 2, 1));
            Pair(writer, CoseLabels.ConsistencyProofs, () => Proof(writer, 1, 2));
            writer.WriteEndMap();
        }),
        1,
        null);

    /// <summary>A statement that carries a receipt.</summary>
    public static byte[] Transparent() => Message(
        writer => Pair(writer, CoseLabels.Algorithm, () => writer.WriteInt64(CoseLabels.Sm2WithSm3)),
        1,
        writer => Pair(writer, CoseLabels.Receipts, () =>
        {
            writer.WriteStartArray(1);
            writer.WriteByteString(Receipt());
            writer.WriteEndArray();
        }),
        1,
        "payload"u8.ToArray());

    public static byte[][] All(byte[] certificate) => [Statement(certificate), Envelope(), Receipt(), Transparent()];

    /// <summary>A message of any headers.</summary>
    public static byte[] Message(Action<CborWriter>? signed, int signedCount, Action<CborWriter>? unsigned, int unsignedCount, byte[]? payload) =>
        CoseSign1.Encode(Map(signed, signedCount), Map(unsigned, unsignedCount), payload, Signature);

    /// <summary>Writes a header.</summary>
    public static void Pair(CborWriter writer, long label, Action value)
    {
        writer.WriteInt64(label);
        value();
    }

    private static byte[] Map(Action<CborWriter>? fill, int count)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(count);
        fill?.Invoke(writer);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void Proof(CborWriter writer, int first, int second)
    {
        var proof = new CborWriter();
        proof.WriteStartArray(3);
        proof.WriteInt32(first);
        proof.WriteInt32(second);
        proof.WriteStartArray(1);
        proof.WriteByteString(new byte[32]);
        proof.WriteEndArray();
        proof.WriteEndArray();
        writer.WriteStartArray(1);
        writer.WriteByteString(proof.Encode());
        writer.WriteEndArray();
    }
}
