using System.Diagnostics;
using System.Formats.Asn1;
using System.Formats.Cbor;
using System.Numerics;
using System.Security.Cryptography;

namespace Appliance.Log.Tests;

/// <summary>
/// Verifies a receipt file the way <c>docs/reference/receipts.md</c> tells anyone to: a general CBOR reader, SHA-256 and the
/// <c>openssl</c> command. Uses none of the product's own decoding.
/// </summary>
public sealed class IndependentVerificationTests
{
    [Fact]
    public async Task A_receipt_verifies_with_a_CBOR_reader_and_openssl()
    {
        Assert.SkipWhen(FindOpenSsl() is null, "the openssl command is not installed");
        using var signer = new SoftwareSigner();
        byte[] file = (await Samples.ReceiptsAsync(signer, 7))[5].Encode();
        (byte[] signed, byte[] signature) = Unpack(file);
        Assert.True(OpenSslVerifies(LogPublicKey.Parse(signer.PublicKey.Span).ToPem(), signed, signature));
        signed[^1] ^= 1;
        Assert.False(OpenSslVerifies(LogPublicKey.Parse(signer.PublicKey.Span).ToPem(), signed, signature));
    }

    /// <summary>The bytes that openssl shall verify, with the root recomputed from entry, salt and path.</summary>
    private static (byte[] Signed, byte[] DerSignature) Unpack(byte[] file)
    {
        var reader = new CborReader(file);
        var fields = new Dictionary<int, byte[]>();
        int? pairs = reader.ReadStartMap();
        for (int i = 0; i < pairs; i++)
        {
            int key = reader.ReadInt32();
            if (reader.PeekState() == CborReaderState.ByteString)
                fields[key] = reader.ReadByteString();
            else
                reader.SkipValue();
        }
        var cose = new CborReader(fields[5]);
        Assert.Equal(18UL, (ulong)cose.ReadTag());
        cose.ReadStartArray();
        byte[] protectedBytes = cose.ReadByteString();
        cose.ReadStartMap();
        Assert.Equal(396, cose.ReadInt32());
        cose.ReadStartMap();
        Assert.Equal(-1, cose.ReadInt32());
        cose.ReadStartArray();
        byte[] proof = cose.ReadByteString();
        cose.ReadEndArray();
        cose.ReadEndMap();
        cose.ReadEndMap();
        cose.ReadNull();
        byte[] signature = cose.ReadByteString();

        byte[] leaf = SHA256.HashData([0x00, .. SHA256.HashData([.. fields[3], .. fields[2]])]);
        byte[] root = Root(leaf, proof);
        Assert.Equal(fields[4], root);

        byte[] signed = [0x84, 0x6A, .. "Signature1"u8, 0x58, checked((byte)protectedBytes.Length), .. protectedBytes, 0x40, 0x58, 0x20, .. root];
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            der.WriteInteger(new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }
        return (signed, der.Encode());
    }

    /// <summary>Climbs by the position in the recursive tree, not by the bit rules of the standard.</summary>
    private static byte[] Root(byte[] leaf, byte[] encodedProof)
    {
        var reader = new CborReader(encodedProof);
        reader.ReadStartArray();
        int size = reader.ReadInt32();
        int index = reader.ReadInt32();
        var path = new Stack<byte[]>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
            path.Push(reader.ReadByteString());
        return Climb(0, size);

        byte[] Climb(int low, int high)
        {
            if (high - low == 1)
                return leaf;
            int half = 1;
            while (half * 2 < high - low)
                half *= 2;
            byte[] sibling = path.Pop();
            return index < low + half
                ? SHA256.HashData([0x01, .. Climb(low, low + half), .. sibling])
                : SHA256.HashData([0x01, .. sibling, .. Climb(low + half, high)]);
        }
    }

    private static bool OpenSslVerifies(string publicKeyPem, byte[] message, byte[] derSignature)
    {
        string folder = Directory.CreateTempSubdirectory("receipt-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "key.pem"), publicKeyPem);
            File.WriteAllBytes(Path.Combine(folder, "signed"), message);
            File.WriteAllBytes(Path.Combine(folder, "signature"), derSignature);
            using Process openssl = Process.Start(new ProcessStartInfo(
                FindOpenSsl()!, ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "signed"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string output = openssl.StandardOutput.ReadToEnd();
            openssl.WaitForExit();
            Assert.Equal(openssl.ExitCode == 0, output.Contains("Verified OK"));
            return openssl.ExitCode == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? FindOpenSsl() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "openssl"))
        .FirstOrDefault(File.Exists);
}
