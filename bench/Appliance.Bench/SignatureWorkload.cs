using Appliance.Kernels;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Appliance.Bench;

/// <summary>Valid signatures of 32-byte messages by a few signers in turn, from a fixed seed.</summary>
public sealed class SignatureWorkload
{
    public const int MessageSize = 32;

    public SignatureWorkload(SignatureAlgorithm algorithm, int count, int signers)
    {
        Algorithm = algorithm;
        Count = count;
        Signers = signers;
        var random = new Random(1);
        X9ECParameters curve = algorithm == SignatureAlgorithm.Sm2
            ? GMNamedCurves.GetByName("sm2p256v1")
            : SecNamedCurves.GetByName("secp256r1");
        var domain = new ECDomainParameters(curve);
        ECPrivateKeyParameters[] keys = [.. Enumerable.Range(0, signers).Select(_ => PrivateKey(random, domain))];
        SignerKeys = [.. keys.Select(key => curve.G.Multiply(key.D).Normalize().GetEncoded(false)[1..])];

        Messages = new byte[count * MessageSize];
        random.NextBytes(Messages);
        MessageEnds = [.. Enumerable.Range(1, count).Select(i => i * MessageSize)];
        PublicKeys = [.. Enumerable.Range(0, count).SelectMany(i => SignerKeys[i % signers])];
        Signatures = [.. Enumerable.Range(0, count).SelectMany(i => Sign(keys[i % signers], Messages.AsSpan(i * MessageSize, MessageSize)))];
        Codes = new SignatureCode[count];
    }

    public SignatureAlgorithm Algorithm { get; }

    public int Count { get; }

    public int Signers { get; }

    /// <summary>X || Y of each signer.</summary>
    public byte[][] SignerKeys { get; }

    public byte[] Messages { get; }

    public int[] MessageEnds { get; }

    public byte[] PublicKeys { get; }

    public byte[] Signatures { get; }

    public SignatureCode[] Codes { get; }

    /// <summary>The tables column for a backend.</summary>
    public SignerTable?[] CreateTables(IBackend backend)
    {
        SignerTable?[] tables = [.. SignerKeys.Select(key => backend.CreateSignerTable(Algorithm, key))];
        return [.. Enumerable.Range(0, Count).Select(i => tables[i % Signers])];
    }

    /// <summary>Verifies the whole workload as one batch.</summary>
    /// <exception cref="InvalidOperationException">Not every signature is valid: what was measured is then worthless.</exception>
    public void Verify(IBackend backend, SignerTable?[] tables)
    {
        var batch = new SignatureBatch
        {
            Count = Count,
            Messages = Messages,
            MessageEnds = MessageEnds,
            Signatures = Signatures,
            PublicKeys = PublicKeys,
            SignerTables = tables,
        };
        backend.Verify(Algorithm, batch, Codes);
        if (Codes.AsSpan().ContainsAnyExcept(SignatureCode.Valid)) throw new InvalidOperationException("A valid signature was refused.");
    }

    private static ECPrivateKeyParameters PrivateKey(Random random, ECDomainParameters domain)
    {
        var bytes = new byte[31];
        random.NextBytes(bytes);
        return new ECPrivateKeyParameters(new BigInteger(1, bytes), domain);
    }

    private byte[] Sign(ECPrivateKeyParameters key, ReadOnlySpan<byte> message)
    {
        if (Algorithm == SignatureAlgorithm.Sm2)
        {
            var signer = new SM2Signer(PlainDsaEncoding.Instance);
            signer.Init(true, key);
            signer.BlockUpdate(message);
            return signer.GenerateSignature();
        }

        ISigner ecdsa = new DsaDigestSigner(
            new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest())), new Sha256Digest(), PlainDsaEncoding.Instance);
        ecdsa.Init(true, key);
        ecdsa.BlockUpdate(message);
        return ecdsa.GenerateSignature();
    }
}
