using Org.BouncyCastle.Crypto.Parameters;

namespace Appliance.Kernels.Tests;

/// <summary>Signatures that honest signers make, by BouncyCastle, about half of them tampered with afterwards.</summary>
public static class Ed25519Samples
{
    private const int Signers = 12;

    public static IEnumerable<SignatureItem> Random(Random random, int count)
    {
        Ed25519PrivateKeyParameters[] signers =
            [.. Enumerable.Range(0, Signers).Select(_ => new Ed25519PrivateKeyParameters(Ed25519Edges.RandomBytes(random, 32)))];
        byte[][] keys = [.. signers.Select(signer => signer.GeneratePublicKey().GetEncoded())];
        for (int i = 0; i < count; i++)
        {
            int signer = random.Next(Signers);
            byte[] message = Ed25519Edges.RandomBytes(random, 1 + random.Next(200));
            var signature = new byte[64];
            signers[signer].Sign(
                Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, signature, 0);
            var item = new SignatureItem($"case {i}", message, signature, [.. keys[signer]]);
            Tamper(random, item, keys);
            yield return item;
        }
    }

    private static void Tamper(Random random, SignatureItem item, byte[][] keys)
    {
        switch (random.Next(8))
        {
            case 0:
                item.Signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                item.Message[random.Next(item.Message.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                keys[random.Next(keys.Length)].CopyTo(item.PublicKey, 0);
                break;
            case 3:
                item.PublicKey[random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                break;
        }
    }
}
