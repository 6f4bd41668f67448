using System.Numerics;
using static Appliance.Kernels.Tests.EdwardsReference;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Signatures at which rules differ or implementations go wrong: points of small and of mixed order as A and R in every encoding, S at every
/// boundary, digits of scalars at the ends of the tables. They cover the combinations of C2SP's CCTV vectors for Ed25519.
/// </summary>
public static class Ed25519Edges
{
    /// <summary>The eight points of small order in their fourteen encodings, and which multiple of the point of order 8 each is.</summary>
    public static IReadOnlyList<(byte[] Encoding, int Multiple)> SmallOrder { get; } = [.. MakeSmallOrder()];

    public static IReadOnlyList<SignatureItem> Of(Random random) =>
    [
        .. BothOfSmallOrder(random),
        .. OneOfSmallOrder(random),
        .. MixedOrder(random),
        .. Reencoded(random),
        .. HighY(random),
        .. ScalarEdges(random),
        .. DigitEdges(random),
        .. MessageLengths(random),
    ];

    public static BigInteger RandomScalar(Random random)
    {
        var bytes = new byte[64];
        random.NextBytes(bytes);
        return Integer(bytes) % L;
    }

    public static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Every encoding as A with every encoding as R and S = 0, with messages for which R = -kA and for which it is not.</summary>
    private static IEnumerable<SignatureItem> BothOfSmallOrder(Random random)
    {
        foreach ((byte[] key, int keyMultiple) in SmallOrder)
        {
            foreach ((byte[] r, int multiple) in SmallOrder)
            {
                foreach (bool cancels in (bool[])[true, false])
                {
                    if (Message(random, r, key, k => Cancels(k, keyMultiple, multiple) == cancels) is byte[] message)
                    {
                        yield return Item($"A {keyMultiple} T, R {multiple} T, residue {!cancels}", message, r, 0, key);
                    }
                }
            }
        }
    }

    /// <summary>A of small order with R of large or mixed order, and the reverse.</summary>
    private static IEnumerable<SignatureItem> OneOfSmallOrder(Random random)
    {
        BigInteger a = RandomScalar(random), r = RandomScalar(random);
        foreach ((byte[] encoding, int multiple) in SmallOrder)
        {
            foreach (int other in (int[])[0, 1, 4])
            {
                byte[] mixed = Mixed(r, other);
                foreach (bool cancels in (bool[])[true, false])
                {
                    if (Message(random, mixed, encoding, k => Cancels(k, multiple, other) == cancels) is byte[] message)
                    {
                        yield return Item($"A {multiple} T, R mixed {other}, residue {!cancels}", message, mixed, r, encoding);
                    }

                    byte[] key = Mixed(a, other);
                    if (Message(random, encoding, key, k => Cancels(k, other, multiple) == cancels) is byte[] second)
                    {
                        BigInteger s = Challenge(encoding, key, second) * a % L;
                        yield return Item($"A mixed {other}, R {multiple} T, residue {!cancels}", second, encoding, s, key);
                    }
                }
            }
        }
    }

    /// <summary>A and R each a point of large order plus each point of small order.</summary>
    private static IEnumerable<SignatureItem> MixedOrder(Random random)
    {
        BigInteger a = RandomScalar(random), r = RandomScalar(random);
        for (int i = 0; i < 8; i++)
        {
            byte[] key = Mixed(a, i);
            for (int j = 0; j < 8; j++)
            {
                byte[] encodedR = Mixed(r, j);
                foreach (bool cancels in (bool[])[true, false])
                {
                    if (Message(random, encodedR, key, k => Cancels(k, i, j) == cancels) is byte[] message)
                    {
                        BigInteger s = (r + Challenge(encodedR, key, message) * a) % L;
                        yield return Item($"A mixed {i}, R mixed {j}, residue {!cancels}", message, encodedR, s, key);
                    }
                }
            }
        }
    }

    /// <summary>k hashed over the canonical encoding of R although another stands in the signature.</summary>
    private static IEnumerable<SignatureItem> Reencoded(Random random)
    {
        BigInteger a = RandomScalar(random);
        byte[] key = Mixed(a, 0);
        foreach ((byte[] encoding, int multiple) in SmallOrder)
        {
            byte[] canonical = Encode(Decode(encoding)!);
            byte[] message = RandomBytes(random, 20);
            yield return Item($"R {multiple} T hashed in canonical form", message, encoding, Challenge(canonical, key, message) * a % L, key);
        }
    }

    /// <summary>The encodings with y from p - 3 to p + 18, of any order or of none, as key and as R.</summary>
    private static IEnumerable<SignatureItem> HighY(Random random)
    {
        BigInteger a = RandomScalar(random);
        byte[] key = Mixed(a, 0);
        byte[] message = RandomBytes(random, 20);
        byte[] signature = Sign(a, key, RandomScalar(random), message);
        for (BigInteger y = P - 3; y < BigInteger.One << 255; y++)
        {
            foreach (byte[] encoding in (byte[][])[Bytes(y), Bytes(y + (BigInteger.One << 255))])
            {
                yield return new SignatureItem($"key with y = p + {y - P}", message, signature, encoding);
                yield return new SignatureItem($"R with y = p + {y - P}", message, [.. encoding, .. signature[32..]], key);
            }
        }

        for (BigInteger y = 0; y < 20; y++)
        {
            yield return new SignatureItem($"key with y = {y}", message, signature, Bytes(y));
            yield return new SignatureItem($"R with y = {y}", message, [.. Bytes(y), .. signature[32..]], key);
        }
    }

    /// <summary>S around multiples of L and powers of two, with good and bad keys and R.</summary>
    private static IEnumerable<SignatureItem> ScalarEdges(Random random)
    {
        BigInteger a = RandomScalar(random);
        byte[] key = Mixed(a, 0);
        byte[] message = RandomBytes(random, 20);
        byte[] good = Sign(a, key, RandomScalar(random), message);
        BigInteger s = Integer(good.AsSpan(32));
        BigInteger max = (BigInteger.One << 256) - 1;
        List<BigInteger> edges = [0, 1, L - 1, L, L + 1, 2 * L, 8 * L, max - 1, max];
        for (int i = 0; i < 15; i++)
        {
            edges.Add(s + i * L);
        }

        for (int bit = 250; bit < 256; bit++)
        {
            edges.AddRange([BigInteger.One << bit, (BigInteger.One << bit) - 1, (s % L) | (BigInteger.One << bit)]);
        }

        // L with one word more or less: the comparison must look at every word.
        for (int bit = 0; bit < 256; bit += 32)
        {
            edges.AddRange([L - (BigInteger.One << Math.Min(bit, 251)), L ^ (BigInteger.One << bit)]);
        }

        foreach (BigInteger edge in edges.Where(edge => edge.Sign >= 0 && edge <= max))
        {
            yield return Item($"S {edge}", message, good[..32], edge, key);
            yield return Item($"S {edge}, R of order 1", message, Bytes(1), edge, key);
        }

        yield return Item("S = L, key without a point", message, good[..32], L, Bytes(2));
        yield return Item("S = L, key with y = p + 1", message, good[..32], L, Bytes(P + 1));
        yield return Item("S = L, key of order 1", message, good[..32], L, Bytes(1));
        yield return Item("R without a point", message, Bytes(2), s, key);
        yield return Item("R of ones", message, Bytes(max), s, key);
        yield return Item("all zero", [], new byte[32], 0, new byte[32]);
    }

    /// <summary>A of order 1 makes every S valid: those whose digits are extreme in windows of any width.</summary>
    private static IEnumerable<SignatureItem> DigitEdges(Random random)
    {
        byte[] message = RandomBytes(random, 5);
        foreach (BigInteger s in DigitScalars())
        {
            yield return Item($"digits of {s:x}", message, Encode(Multiply(s, B)), s, Bytes(1));
        }
    }

    /// <summary>Scalars below L in which windows are 0, 1, half, half less 1 and full.</summary>
    public static IEnumerable<BigInteger> DigitScalars()
    {
        BigInteger limit = (BigInteger.One << 252) - 1;
        yield return 0;
        yield return 1;
        yield return L - 1;
        yield return limit;
        yield return limit + 1;
        foreach (int width in (int[])[4, 5, 8, 12, 13])
        {
            BigInteger half = BigInteger.One << (width - 1);
            foreach (BigInteger window in (BigInteger[])[1, half - 1, half, 2 * half - 1])
            {
                BigInteger all = 0;
                for (int shift = 0; shift < 252; shift += width)
                {
                    all |= window << shift;
                }

                yield return all & limit;
                yield return window;
                yield return (window << (width * (252 / width - 1))) & limit;
            }
        }
    }

    /// <summary>Messages for which R || A || M ends around the boundaries of SHA-512's blocks.</summary>
    private static IEnumerable<SignatureItem> MessageLengths(Random random)
    {
        BigInteger a = RandomScalar(random);
        byte[] key = Mixed(a, 0);
        foreach (int length in (int[])[0, 1, 32, 46, 47, 48, 49, 63, 64, 65, 111, 112, 127, 128, 129, 175, 176, 192, 1_000])
        {
            byte[] message = RandomBytes(random, length);
            yield return new SignatureItem($"message of {length} bytes", message, Sign(a, key, RandomScalar(random), message), key);
        }
    }

    private static byte[] Mixed(BigInteger scalar, int multiple) => Encode(Add(Multiply(scalar, B), Multiply(multiple, Torsion)));

    /// <summary>Whether the parts of small order of R + kA are opposite.</summary>
    private static bool Cancels(BigInteger k, int keyMultiple, int rMultiple) => (k * keyMultiple + rMultiple) % 8 == 0;

    private static byte[]? Message(Random random, byte[] r, byte[] key, Func<BigInteger, bool> accepts)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            byte[] message = RandomBytes(random, 16);
            if (accepts(Challenge(r, key, message))) return message;
        }

        return null;
    }

    private static SignatureItem Item(string name, byte[] message, byte[] r, BigInteger s, byte[] key) =>
        new(name, message, [.. r, .. Bytes(s)], [.. key]);

    private static IEnumerable<(byte[] Encoding, int Multiple)> MakeSmallOrder()
    {
        BigInteger sign = BigInteger.One << 255;
        for (int i = 0; i < 8; i++)
        {
            Point point = Multiply(i, Torsion);
            byte[] canonical = Encode(point);
            yield return (canonical, i);

            BigInteger encoded = Integer(canonical);
            if ((encoded & (sign - 1)) + P < sign) yield return (Bytes(encoded + P), i);
            if (!point.X.IsZero) continue;

            yield return (Bytes(encoded + sign), i);
            if (encoded + P < sign) yield return (Bytes(encoded + P + sign), i);
        }
    }
}
