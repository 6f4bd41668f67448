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
        Assert.SkipWhen(Find("openssl") is null, "the openssl command is not installed");
        using var signer = new SoftwareSigner();
        byte[] file = (await Samples.ReceiptsAsync(signer, 7))[5].Encode();
        (byte[] signed, byte[] signature) = Unpack(file);
        Assert.True(OpenSslVerifies(LogPublicKey.Parse(signer.PublicKey.Span).ToPem(), signed, signature));
        signed[^1] ^= 1;
        Assert.False(OpenSslVerifies(LogPublicKey.Parse(signer.PublicKey.Span).ToPem(), signed, signature));
    }

    [Fact]
    public async Task The_recipe_of_the_reference_verifies_a_receipt_and_refuses_a_changed_one()
    {
        Assert.SkipWhen(Find("openssl") is null || Find("python3") is null, "openssl and python3 are not both installed");
        using var signer = new SoftwareSigner();
        byte[] file = (await Samples.BatchAsync(signer, 11))[6].Encode();
        string folder = Directory.CreateTempSubdirectory("receipt-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "recipe.py"), Recipe());
            File.WriteAllText(Path.Combine(folder, "key.pem"), LogPublicKey.Parse(signer.PublicKey.Span).ToPem());
            File.WriteAllBytes(Path.Combine(folder, "x.receipt"), file);
            (int sound, string output) = Run(folder, "python3", "recipe.py", "x.receipt", "key.pem");
            Assert.True(sound == 0 && output.Contains("Genuine " + Samples.Entry(6).DocumentSha256), output);
            file[^1] ^= 1;
            File.WriteAllBytes(Path.Combine(folder, "x.receipt"), file);
            (int changed, string refusal) = Run(folder, "python3", "recipe.py", "x.receipt", "key.pem");
            Assert.True(changed != 0, refusal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The Python block of the reference, as it stands there.</summary>
    private static string Recipe()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Appliance.sln")))
            root = root.Parent;
        string page = File.ReadAllText(Path.Combine(root!.FullName, "docs", "reference", "receipts.md"));
        const string Fence = "```python\n";
        int start = page.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
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
            (int exitCode, string output) = Run(folder, "openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "signed");
            Assert.Equal(exitCode == 0, output.Contains("Verified OK"));
            return exitCode == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int ExitCode, string Output) Run(string folder, string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Find(command)!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, command))
        .FirstOrDefault(File.Exists);
}
