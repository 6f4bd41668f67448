using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Digests, keys and signatures chosen so that rare branches run: special values at every range check, keys that are small multiples
/// of the generator, sums that meet equal or opposite points, x coordinates at and above the order.
/// </summary>
public static class CraftedSignatures
{
    public static IEnumerable<SignatureItem> Of(Curve curve, Random random) =>
    [
        .. RangeEdges(curve, random),
        .. KeyEdges(curve, random),
        .. SmallMultiples(curve, random),
        .. ChosenScalars(curve, random),
        .. TableCollisions(curve, random),
        .. RunCollisions(curve, random),
        .. HighCoordinates(curve, random),
        .. EndomorphismScalars(curve, random),
    ];

    /// <summary>secp256k1: (x, y) -> (beta x, y) multiplies a point by it.</summary>
    private static readonly BigInteger Lambda = new("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);

    /// <summary>Marks the items whose sum is infinity: no order of additions gets there without adding opposite points.</summary>
    public const string InfiniteSum = "sum infinite";

    /// <summary>Marks the items whose sum meets a table's entry if the key's multiple is computed before the generator's, lowest window first.</summary>
    public const string TableCollision = "window ";

    /// <summary>Marks the items whose sum of the key's entries and some of the generator's meets that of the generator's next eight windows.</summary>
    public const string RunCollision = "run ";

    /// <summary>r and s around 0 and n, digests around 0, n and 2^256.</summary>
    private static IEnumerable<SignatureItem> RangeEdges(Curve curve, Random random)
    {
        BigInteger n = curve.N;
        BigInteger d = curve.RandomScalar(random);
        byte[] key = Curve.Encode(curve.G.Multiply(d));
        BigInteger one = BigInteger.One;
        BigInteger max = one.ShiftLeft(256).Subtract(one);
        BigInteger[] edges =
        [
            BigInteger.Zero, one, BigInteger.Two, n.Subtract(one), n, n.Add(one), curve.P.Subtract(one), curve.P, max,
            n.ShiftRight(1), n.ShiftRight(1).Add(one),
        ];
        foreach (BigInteger digest in edges)
        {
            (BigInteger r, BigInteger s) = curve.Sign(digest, d, curve.RandomScalar(random));
            yield return SignatureItem.Create($"digest {digest}", digest, r, s, key);
            yield return SignatureItem.Create($"digest {digest}, s + 1", digest, r, s.Add(one).Mod(n), key);
            yield return SignatureItem.Create($"digest {digest}, n - s", digest, r, n.Subtract(s), key);
        }

        foreach (BigInteger r in edges)
        {
            foreach (BigInteger s in edges)
            {
                yield return SignatureItem.Create($"r {r}, s {s}", new BigInteger("12345"), r, s, key);
            }
        }

        BigInteger any = curve.RandomScalar(random);
        yield return SignatureItem.Create("r + s = n", one, any, n.Subtract(any), key);
    }

    /// <summary>Infinity, coordinates at or above p, points off the curve; also together with a bad signature.</summary>
    private static IEnumerable<SignatureItem> KeyEdges(Curve curve, Random random)
    {
        BigInteger d = curve.RandomScalar(random);
        BigInteger e = curve.RandomScalar(random);
        (BigInteger r, BigInteger s) = curve.Sign(e, d, curve.RandomScalar(random));
        ECPoint q = curve.G.Multiply(d).Normalize();
        BigInteger x = q.AffineXCoord.ToBigInteger();
        BigInteger y = q.AffineYCoord.ToBigInteger();
        BigInteger max = BigInteger.One.ShiftLeft(256).Subtract(BigInteger.One);
        (string Name, BigInteger X, BigInteger Y)[] keys =
        [
            ("good", x, y),
            ("opposite", x, curve.P.Subtract(y)),
            ("infinity", BigInteger.Zero, BigInteger.Zero),
            ("y + 1", x, y.Add(BigInteger.One).Mod(curve.P)),
            ("x + 1", x.Add(BigInteger.One).Mod(curve.P), y),
            ("swapped", y, x),
            ("x = p", curve.P, y),
            ("y = p", x, curve.P),
            ("all ones", max, max),
            ("zero x", BigInteger.Zero, y),
            ("zero y", x, BigInteger.Zero),
        ];
        foreach ((string name, BigInteger keyX, BigInteger keyY) in keys)
        {
            byte[] key = [.. Curve.Bytes(keyX), .. Curve.Bytes(keyY)];
            yield return SignatureItem.Create($"key {name}", e, r, s, key);
            yield return SignatureItem.Create($"key {name}, r = 0", e, BigInteger.Zero, s, key);
        }

        // The same point with x written as x + p, which fits 256 bits only for small x.
        foreach (ECPoint point in PointsWithSmallX(curve))
        {
            BigInteger smallX = point.AffineXCoord.ToBigInteger();
            yield return SignatureItem.Create(
                "x + p", e, r, s, [.. Curve.Bytes(smallX.Add(curve.P)), .. point.AffineYCoord.GetEncoded()]);
            yield return SignatureItem.Create("small x", e, r, s, Curve.Encode(point));
        }
    }

    /// <summary>Q = ±iG: additions meet equal and opposite points of the two tables.</summary>
    private static IEnumerable<SignatureItem> SmallMultiples(Curve curve, Random random)
    {
        foreach (int i in (int[])[1, 2, 3, 4, 5, 15, 16, 17, 255, 256])
        {
            foreach (BigInteger d in (BigInteger[])[BigInteger.ValueOf(i), curve.N.Subtract(BigInteger.ValueOf(i))])
            {
                // SM2 excludes the key n - 1: 1 + d has no inverse. As a public key it is legal.
                if (curve.Algorithm == SignatureAlgorithm.Sm2 && d.Add(BigInteger.One).Equals(curve.N)) continue;

                byte[] key = Curve.Encode(curve.G.Multiply(d));
                foreach (BigInteger k in (BigInteger[])[BigInteger.ValueOf(i), BigInteger.ValueOf(i + 1), curve.RandomScalar(random)])
                {
                    BigInteger e = curve.RandomScalar(random);
                    (BigInteger r, BigInteger s) = curve.Sign(e, d, k);
                    if (s.SignValue != 0) yield return SignatureItem.Create($"d {d}, k {k}", e, r, s, key);
                }
            }
        }
    }

    /// <summary>
    /// Pairs u1, u2 chosen directly, the signature computed backwards from them: sums that are infinite, or meet a table's point
    /// halfway, with Q = dG for known d.
    /// </summary>
    private static IEnumerable<SignatureItem> ChosenScalars(Curve curve, Random random)
    {
        BigInteger n = curve.N;
        BigInteger[] ds = [BigInteger.One, n.Subtract(BigInteger.One), BigInteger.Two, curve.RandomScalar(random)];
        if (curve.Algorithm == SignatureAlgorithm.EcdsaSecp256k1) ds = [.. ds, Lambda, n.Subtract(Lambda), Lambda.Multiply(Lambda).Mod(n)];
        foreach (BigInteger d in ds)
        {
            BigInteger u = curve.RandomScalar(random);
            BigInteger power = BigInteger.One.ShiftLeft(8 * random.Next(1, 31));
            (string Name, BigInteger U1, BigInteger U2)[] pairs =
            [
                ("u1 = u2 = 1", BigInteger.One, BigInteger.One),
                (InfiniteSum, n.Subtract(u.Multiply(d)).Mod(n), u),
                ("u1 G = u2 Q", u.Multiply(d).Mod(n), u),
                ("u1 = 0", BigInteger.Zero, u),
                ("u2 = 1", u, BigInteger.One),
                ("u2 = n - 1", u, n.Subtract(BigInteger.One)),
                ("u2 a power of two", u, power),
                ("u1 a power of two", power, u),
                ("u1 = n - 1", n.Subtract(BigInteger.One), u),
                ("u2 = 2^255", u, BigInteger.One.ShiftLeft(255)),
                ("lowest windows opposite", n.Subtract(d).Mod(n), BigInteger.One),
            ];
            foreach ((string name, BigInteger u1, BigInteger u2) in pairs)
            {
                if (Backwards(curve, d, u1, u2) is (BigInteger e, BigInteger r, BigInteger s))
                {
                    yield return SignatureItem.Create($"{name}, d {d}", e, r, s, Curve.Encode(curve.G.Multiply(d)));
                }
            }
        }
    }

    /// <summary>
    /// Valid signatures during whose check by pairs of entries the last points, sums of eight windows each, are equal or opposite: u2 is chosen so that u2 Q and the
    /// generator's lower runs make plus or minus the next run.
    /// </summary>
    private static IEnumerable<SignatureItem> RunCollisions(Curve curve, Random random)
    {
        const int Width = GeneratorComb<P256Curve>.Width;
        const int RunWindows = 8;
        BigInteger n = curve.N;
        for (int round = 0; round < 4; round++)
        {
            BigInteger d = curve.RandomScalar(random);
            BigInteger u1 = curve.RandomScalar(random);
            BigInteger lower = BigInteger.Zero;
            BigInteger[][] runs = [.. CombDigits(u1, n, Width).Chunk(RunWindows)];
            for (int i = 0; i < runs.Length; i++)
            {
                BigInteger run = BigInteger.Zero;
                for (int j = 0; j < runs[i].Length; j++)
                {
                    run = run.Add(runs[i][j].ShiftLeft(Width * (RunWindows * i + j)));
                }

                foreach (BigInteger target in (BigInteger[])[run, run.Negate()])
                {
                    BigInteger u2 = target.Subtract(lower).Multiply(d.ModInverse(n)).Mod(n);
                    if (u2.SignValue != 0 && Backwards(curve, d, u1, u2) is (BigInteger e, BigInteger r, BigInteger s))
                    {
                        yield return SignatureItem.Create($"{RunCollision}{i}, d {d}, u1 {u1}", e, r, s, Curve.Encode(curve.G.Multiply(d)));
                    }
                }

                lower = lower.Add(run);
            }
        }
    }

    /// <summary>
    /// Valid signatures during whose check the sum meets the very table entry that comes next, or its opposite: u2 is chosen so that
    /// u2 Q and the generator's lower windows make plus or minus the digit of window j. With Q = G and 2G some meet again in bitwise formulas.
    /// </summary>
    private static IEnumerable<SignatureItem> TableCollisions(Curve curve, Random random)
    {
        const int Width = GeneratorComb<P256Curve>.Width;
        int last = 255 / Width;
        BigInteger n = curve.N;
        foreach (int window in (int[])[0, 1, 7, last, last, last, last, last, last])
        {
            foreach (BigInteger d in (BigInteger[])[BigInteger.One, BigInteger.Two, n.Subtract(BigInteger.One), curve.RandomScalar(random)])
            {
                BigInteger u1 = curve.RandomScalar(random);
                BigInteger[] digits = CombDigits(u1, n, Width);
                BigInteger lower = BigInteger.Zero;
                for (int i = 0; i < window; i++)
                {
                    lower = lower.Add(digits[i].ShiftLeft(Width * i));
                }

                BigInteger met = digits[window].ShiftLeft(Width * window);
                foreach (BigInteger target in (BigInteger[])[met, met.Negate()])
                {
                    BigInteger u2 = target.Subtract(lower).Multiply(d.ModInverse(n)).Mod(n);
                    if (u2.SignValue != 0 && Backwards(curve, d, u1, u2) is (BigInteger e, BigInteger r, BigInteger s))
                    {
                        yield return SignatureItem.Create($"{TableCollision}{window}, d {d}, u1 {u1}", e, r, s, Curve.Encode(curve.G.Multiply(d)));
                    }
                }
            }
        }

        // In a non-adjacent form of n - 2a whose last digit is -a, that digit's addition is a doubling.
        for (int a = 1; a < 16; a += 2)
        {
            BigInteger d = curve.RandomScalar(random);
            BigInteger u2 = n.Subtract(BigInteger.ValueOf(2 * a));
            if (Backwards(curve, d, curve.RandomScalar(random), u2) is (BigInteger e, BigInteger r, BigInteger s))
            {
                yield return SignatureItem.Create($"u2 = n - {2 * a}", e, r, s, Curve.Encode(curve.G.Multiply(d)));
            }
        }
    }

    /// <summary>Odd signed digits of k: d_i = 2 b_i + 1 - 2^w where k = 2B + 1 - 2^(wL), and those of n - k negated where k is even.</summary>
    private static BigInteger[] CombDigits(BigInteger k, BigInteger n, int width)
    {
        bool isEven = !k.TestBit(0);
        int windows = (256 + width - 1) / width;
        BigInteger b = (isEven ? n.Subtract(k) : k).ShiftRight(1).SetBit(width * windows - 1);
        BigInteger mask = BigInteger.One.ShiftLeft(width).Subtract(BigInteger.One);
        return
        [
            .. Enumerable.Range(0, windows)
                .Select(i => b.ShiftRight(width * i).And(mask).ShiftLeft(1).Subtract(mask))
                .Select(digit => isEven ? digit.Negate() : digit),
        ];
    }

    /// <summary>Sums R = kG whose x coordinate lies in [n, p), for which r = x - n; and r that would need the same, but do not have it.</summary>
    private static IEnumerable<SignatureItem> HighCoordinates(Curve curve, Random random)
    {
        BigInteger d = curve.RandomScalar(random);
        foreach (ECPoint sum in PointsWithHighX(curve))
        {
            BigInteger x = sum.AffineXCoord.ToBigInteger();
            BigInteger u1 = curve.RandomScalar(random);
            BigInteger u2 = curve.RandomScalar(random);

            // Q = (R - u1 G) / u2: nobody knows its private key, and none is needed.
            ECPoint key = sum.Subtract(curve.G.Multiply(u1)).Multiply(u2.ModInverse(curve.N)).Normalize();
            (BigInteger E, BigInteger R, BigInteger S)? signature = FromScalars(curve, x, u1, u2);
            if (signature is not (BigInteger e, BigInteger r, BigInteger s)) continue;

            yield return SignatureItem.Create($"x {x}", e, r, s, Curve.Encode(key));
            yield return SignatureItem.Create($"x {x}, other key", e, r, s, Curve.Encode(curve.G.Multiply(d)));
        }
    }

    /// <summary>
    /// secp256k1: u2 = ±a ± b lambda, which splits into parts that are 0, 1, small, or of full length; and small even multiples of
    /// lambda, the halves of which, both odd, end in digits that they could meet again.
    /// </summary>
    private static IEnumerable<SignatureItem> EndomorphismScalars(Curve curve, Random random)
    {
        if (curve.Algorithm != SignatureAlgorithm.EcdsaSecp256k1) yield break;

        for (int b = -62; b <= 62; b += 4)
        {
            BigInteger d = curve.RandomScalar(random);
            BigInteger u2 = Lambda.Multiply(BigInteger.ValueOf(b)).Mod(curve.N);
            if (Backwards(curve, d, curve.RandomScalar(random), u2) is (BigInteger e, BigInteger r, BigInteger s))
            {
                yield return SignatureItem.Create($"u2 = {b} lambda", e, r, s, Curve.Encode(curve.G.Multiply(d)));
            }
        }

        BigInteger[] parts =
        [
            BigInteger.Zero, BigInteger.One, BigInteger.Two, BigInteger.ValueOf(15), BigInteger.ValueOf(16), BigInteger.ValueOf(17),
            BigInteger.One.ShiftLeft(126), BigInteger.One.ShiftLeft(127).Subtract(BigInteger.One),
        ];
        foreach (BigInteger a in parts)
        {
            foreach (BigInteger b in parts)
            {
                foreach (BigInteger signed in (BigInteger[])[b, b.Negate()])
                {
                    BigInteger d = curve.RandomScalar(random);
                    BigInteger u2 = a.Add(signed.Multiply(Lambda)).Mod(curve.N);
                    if (u2.SignValue == 0) continue;

                    if (Backwards(curve, d, curve.RandomScalar(random), u2) is (BigInteger e, BigInteger r, BigInteger s))
                    {
                        yield return SignatureItem.Create($"u2 = {a} + {signed} lambda", e, r, s, Curve.Encode(curve.G.Multiply(d)));
                    }
                }
            }
        }
    }

    private static (BigInteger E, BigInteger R, BigInteger S)? Backwards(Curve curve, BigInteger d, BigInteger u1, BigInteger u2)
    {
        BigInteger k = u1.Add(u2.Multiply(d)).Mod(curve.N);
        BigInteger x = k.SignValue == 0 ? BigInteger.ValueOf(77) : curve.G.Multiply(k).Normalize().AffineXCoord.ToBigInteger();
        return FromScalars(curve, x, u1, u2);
    }

    /// <summary>The digest and signature whose verification computes u1 G + u2 Q and compares it with x; null where none is in range.</summary>
    private static (BigInteger E, BigInteger R, BigInteger S)? FromScalars(Curve curve, BigInteger x, BigInteger u1, BigInteger u2)
    {
        BigInteger n = curve.N;
        if (curve.IsEcdsa)
        {
            BigInteger r = x.Mod(n);
            BigInteger s = r.Multiply(u2.ModInverse(n)).Mod(n);
            return (u1.Multiply(s).Mod(n), r, s);
        }

        BigInteger sm2R = u2.Subtract(u1).Mod(n);
        return u1.SignValue == 0 || sm2R.SignValue == 0 ? null : (sm2R.Subtract(x).Mod(n), sm2R, u1);
    }

    private static IEnumerable<ECPoint> PointsWithSmallX(Curve curve) => Points(curve, BigInteger.Zero).Take(3);

    private static IEnumerable<ECPoint> PointsWithHighX(Curve curve) =>
        [.. Points(curve, curve.N).Take(4), .. Points(curve, curve.P.Subtract(BigInteger.ValueOf(20))).Take(2)];

    /// <summary>Points whose x coordinate is the first at or above <paramref name="start"/>, and so on, below p.</summary>
    private static IEnumerable<ECPoint> Points(Curve curve, BigInteger start)
    {
        for (BigInteger x = start; x.CompareTo(curve.P) < 0; x = x.Add(BigInteger.One))
        {
            ECFieldElement field = curve.Equation.FromBigInteger(x);
            ECFieldElement? y = field.Square().Add(curve.Equation.A).Multiply(field).Add(curve.Equation.B).Sqrt();
            if (y is not null) yield return curve.Equation.CreatePoint(x, y.ToBigInteger());
        }
    }
}
