using System.Numerics;

namespace Appliance.Kernels.Tests;

/// <summary>The field, the scalars, the encodings and the combs of Ed25519 against <see cref="BigInteger"/>, at the values where carries turn.</summary>
public sealed class EdwardsArithmeticTests(ITestOutputHelper output)
{
    private const ulong LooseLimb = (1UL << 54) - 1;
    private const ulong ReducedLimb = (1UL << 51) + (1UL << 18) - 1;

    private static readonly BigInteger P = EdwardsReference.P;

    [Fact]
    public void Products_of_loose_values_are_reduced()
    {
        Random random = Seeds.Create(output);
        EdwardsElement[] values = [.. Elements(random, LooseLimb)];
        foreach (EdwardsElement a in values)
        {
            EdwardsField.Square(out EdwardsElement square, a);
            AssertReduced(Value(a) * Value(a), square);
            foreach (EdwardsElement b in values)
            {
                EdwardsField.Multiply(out EdwardsElement product, a, b);
                AssertReduced(Value(a) * Value(b), product);
                EdwardsElement alias = a;
                EdwardsField.Multiply(out alias, alias, b);
                AssertReduced(Value(a) * Value(b), alias);
            }
        }
    }

    [Fact]
    public void Sums_and_differences_of_reduced_values_are_loose()
    {
        Random random = Seeds.Create(output);
        EdwardsElement[] values = [.. Elements(random, ReducedLimb)];
        foreach (EdwardsElement a in values)
        {
            foreach (EdwardsElement b in values)
            {
                EdwardsField.Add(out EdwardsElement sum, a, b);
                AssertLoose(Value(a) + Value(b), sum);
                EdwardsField.Subtract(out EdwardsElement difference, a, b);
                AssertLoose(Value(a) - Value(b), difference);
                EdwardsField.SubtractLoose(out EdwardsElement r, sum, difference);
                AssertLoose(2 * Value(b), r);
                EdwardsField.SubtractLoose(out r, a, sum);
                AssertLoose(-Value(b), r);
                EdwardsField.SignedButterfly(out EdwardsElement plus, out EdwardsElement minus, sum, b, sign: 0);
                AssertLoose(Value(a) + 2 * Value(b), plus);
                AssertLoose(Value(a), minus);
                EdwardsField.SignedButterfly(out plus, out minus, sum, b, sign: -1);
                AssertLoose(Value(a), plus);
                AssertLoose(Value(a) + 2 * Value(b), minus);
                Assert.Equal(Residue(Value(a)) == Residue(Value(b)), EdwardsField.AreEqual(a, b));
            }
        }
    }

    [Fact]
    public void Canonical_values_are_below_p()
    {
        Random random = Seeds.Create(output);
        foreach (EdwardsElement a in Elements(random, LooseLimb))
        {
            Assert.Equal(Residue(Value(a)), Integer(EdwardsField.Canonical(a)));
            Assert.Equal(Residue(Value(a)).IsZero, EdwardsField.IsZero(a));
        }

        for (BigInteger value = P - 25; value < BigInteger.One << 255; value++)
        {
            EdwardsElement element = Element(value);
            Assert.Equal(value, Value(element));
            Assert.Equal(Residue(value), Integer(EdwardsField.Canonical(element)));
        }
    }

    [Fact]
    public void Inverses_and_roots()
    {
        Random random = Seeds.Create(output);
        EdwardsElement[] values = [.. Elements(random, LooseLimb).Where(value => !EdwardsField.IsZero(value))];
        EdwardsElement[] inverses = [.. values];
        EdwardsField.InvertAll(inverses, new EdwardsElement[inverses.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            AssertReduced(BigInteger.ModPow(Value(values[i]), P - 2, P), inverses[i]);
            EdwardsField.Invert(out EdwardsElement inverse, values[i]);
            AssertReduced(BigInteger.ModPow(Value(values[i]), P - 2, P), inverse);
            EdwardsField.PowerForRoot(out EdwardsElement power, values[i]);
            AssertReduced(BigInteger.ModPow(Value(values[i]), (P - 5) / 8, P), power);
        }

        EdwardsField.Invert(out EdwardsElement zero, EdwardsField.Zero);
        Assert.True(EdwardsField.IsZero(zero));
    }

    [Fact]
    public void Digests_are_reduced_modulo_the_order()
    {
        Random random = Seeds.Create(output);
        BigInteger max = (BigInteger.One << 512) - 1;
        BigInteger l = EdwardsReference.L;
        List<BigInteger> values = [0, 1, l - 1, l, l + 1, l * l, l * l - 1, max, max - 1, max / l * l, max / l * l - 1];
        values.AddRange([(BigInteger.One << 256) - 1, BigInteger.One << 256, max - (BigInteger.One << 256) + 1]);
        for (int i = 0; i < 2_000; i++)
        {
            values.Add(new BigInteger(Ed25519Edges.RandomBytes(random, 64), isUnsigned: true));
        }

        foreach (BigInteger value in values)
        {
            byte[] minimal = value.ToByteArray(isUnsigned: true);
            Assert.Equal(value % l, Integer(Edwards25519Order.Reduce([.. minimal, .. new byte[64 - minimal.Length]])));
        }

        BigInteger power = BigInteger.One << 252;
        foreach (BigInteger value in (BigInteger[])[0, 1, l - 1, l, l + 1, power - 1, power, 16 * power - 1])
        {
            Assert.Equal(value < l, Edwards25519Order.TryRead(EdwardsReference.Bytes(value), out UInt256 read));
            Assert.Equal(value, Integer(read));
        }
    }

    [Fact]
    public void Constants_are_those_of_the_curve()
    {
        Assert.Equal(EdwardsReference.L, Integer(Edwards25519Order.Modulus));
        Assert.Equal(P, Integer(EdwardsField.Prime));
        Assert.Equal(EdwardsReference.D, Value(Edwards25519.D));
        Assert.Equal(2 * EdwardsReference.D % P, Value(Edwards25519.TwiceD));
        Assert.Equal(EdwardsReference.RootOfMinusOne, Value(Edwards25519.RootOfMinusOne));
        AssertIs(EdwardsReference.B, Edwards25519.Generator);
    }

    [Fact]
    public void Encodings_decode_as_in_the_reference()
    {
        Random random = Seeds.Create(output);
        List<byte[]> encodings = [.. Ed25519Edges.SmallOrder.Select(item => item.Encoding)];
        for (int i = 0; i < 300; i++)
        {
            encodings.Add(Ed25519Edges.RandomBytes(random, 32));
        }

        for (int t = -30; t < 19; t++)
        {
            encodings.Add(EdwardsReference.Bytes(P + t));
            encodings.Add(EdwardsReference.Bytes(P + t + (BigInteger.One << 255)));
            encodings.Add(EdwardsReference.Bytes(t + 30));
        }

        int decoded = 0;
        foreach (byte[] encoding in encodings)
        {
            EdwardsReference.Point? expected = EdwardsReference.Decode(encoding);
            Assert.Equal(expected is not null, EdwardsEncoding.TryDecode(encoding, out ExtendedPoint point));
            if (expected is null) continue;

            decoded++;
            AssertIs(expected, point);
            Assert.Equal(EdwardsReference.Encode(expected).AsSpan().SequenceEqual(encoding), EdwardsEncoding.IsCanonical(encoding));
            bool isSmall = EdwardsReference.Multiply(8, expected).IsIdentity;
            Assert.Equal(isSmall, EdwardsEncoding.IsOfSmallOrder(encoding));
            Assert.Equal(isSmall, EdwardsArithmetic.IsOfSmallOrder(point));
        }

        Assert.InRange(decoded, 100, encodings.Count - 100);
        Assert.Equal(14, Ed25519Edges.SmallOrder.Select(item => Convert.ToHexString(item.Encoding)).Distinct().Count());
    }

    /// <summary>The layout that backends share: which multiple each entry is, its three coordinates, and where it lies.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Comb_entries_are_where_the_layout_says(int width)
    {
        EdwardsReference.Point point = Mixed(987654321);
        var comb = new EdwardsComb(Kernel(point), width);
        Assert.Equal((254 + width - 1) / width, comb.Windows);
        Assert.Equal(((comb.Windows << (width - 1)) + 1) * EdwardsComb.WordsPerEntry, comb.Words.Length);
        AssertEntry(EdwardsReference.Identity, comb.Words[..EdwardsComb.WordsPerEntry]);
        EdwardsReference.Point first = point;
        int entry = 1;
        for (int window = 0; window < comb.Windows; window++)
        {
            EdwardsReference.Point multiple = first;
            for (int m = 1; m <= 1 << (width - 1); m++, entry++)
            {
                // Each entry of the first and last windows, and some of the others.
                if (window == 0 || window == comb.Windows - 1 || m == 1 || m == 1 << (width - 1))
                {
                    AssertEntry(multiple, comb.Words.Slice(entry * EdwardsComb.WordsPerEntry, EdwardsComb.WordsPerEntry));
                }

                multiple = EdwardsReference.Add(multiple, first);
            }

            first = EdwardsReference.Multiply(BigInteger.One << width, first);
        }
    }

    /// <summary>Points with a part of small order show a scalar that was taken modulo L.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public void Combs_multiply_by_integers(int width)
    {
        Random random = Seeds.Create(output);
        EdwardsReference.Point[] points = [EdwardsReference.B, EdwardsReference.Torsion, Mixed(1), EdwardsReference.Identity];
        BigInteger[] scalars = [.. Ed25519Edges.DigitScalars(), .. Enumerable.Range(0, 20).Select(_ => Ed25519Edges.RandomScalar(random))];
        foreach (EdwardsReference.Point point in points)
        {
            var comb = new EdwardsComb(Kernel(point), width);
            foreach (BigInteger scalar in scalars)
            {
                ExtendedPoint sum = ExtendedPoint.Identity;
                comb.Add(ref sum, UInt256.ReadLittleEndian(EdwardsReference.Bytes(scalar)));
                AssertIs(EdwardsReference.Multiply(scalar, point), sum);
            }
        }
    }

    [Fact]
    public void A_flipped_bit_of_a_table_is_noticed()
    {
        Random random = Seeds.Create(output);
        var table = (Ed25519SignerTable)Ed25519Signature.CreateSignerTable(EdwardsReference.Encode(EdwardsReference.B))!;
        Span<ulong> words = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref System.Runtime.InteropServices.MemoryMarshal.GetReference(table.Comb.Words), table.Comb.Words.Length);
        for (int i = 0; i < 200; i++)
        {
            int word = random.Next(words.Length);
            ulong flipped = 1UL << random.Next(64);
            words[word] ^= flipped;
            Assert.False(table.IsIntact());
            words[word] ^= flipped;
            Assert.True(table.IsIntact());
        }
    }

    /// <summary>Limbs of 0, 1, the largest ones and random ones, and p in every form that the limbs allow.</summary>
    private static IEnumerable<EdwardsElement> Elements(Random random, ulong largest)
    {
        ulong[] edges = [0, 1, 18, 19, EdwardsElement.Mask - 1, EdwardsElement.Mask, EdwardsElement.Mask + 1, largest - 1, largest];
        foreach (ulong edge in edges)
        {
            yield return new EdwardsElement { L0 = edge, L1 = edge, L2 = edge, L3 = edge, L4 = edge };
            yield return new EdwardsElement { L0 = edge };
            yield return new EdwardsElement { L4 = edge };
        }

        yield return Element(P - 1);
        yield return Element(P);
        yield return Element((BigInteger.One << 255) - 1);
        for (int i = 0; i < 60; i++)
        {
            ulong Limb() => random.Next(4) == 0 ? edges[random.Next(edges.Length)] : (ulong)random.NextInt64((long)largest + 1);
            yield return new EdwardsElement { L0 = Limb(), L1 = Limb(), L2 = Limb(), L3 = Limb(), L4 = Limb() };
        }
    }

    private static void AssertReduced(BigInteger expected, in EdwardsElement actual)
    {
        Assert.True(Largest(actual) <= ReducedLimb);
        Assert.Equal(Residue(expected), Residue(Value(actual)));
    }

    private static void AssertLoose(BigInteger expected, in EdwardsElement actual)
    {
        Assert.True(Largest(actual) <= LooseLimb);
        Assert.Equal(Residue(expected), Residue(Value(actual)));
    }

    private static void AssertIs(EdwardsReference.Point expected, in ExtendedPoint actual)
    {
        // Crosswise products compare two quotients: X / Z, Y / Z, T / Z.
        Assert.Equal(Residue(expected.X * Value(actual.Z)), Residue(Value(actual.X) * expected.Z));
        Assert.Equal(Residue(expected.Y * Value(actual.Z)), Residue(Value(actual.Y) * expected.Z));
        Assert.Equal(Residue(expected.T * Value(actual.Z)), Residue(Value(actual.T) * expected.Z));
        Assert.False(EdwardsField.IsZero(actual.Z));
    }

    private static void AssertEntry(EdwardsReference.Point expected, ReadOnlySpan<ulong> words)
    {
        BigInteger inverse = EdwardsReference.Inverse(expected.Z);
        BigInteger x = expected.X * inverse, y = expected.Y * inverse;
        Assert.Equal(Residue(y + x), Integer(new UInt256(words[0], words[1], words[2], words[3])));
        Assert.Equal(Residue(y - x), Integer(new UInt256(words[4], words[5], words[6], words[7])));
        Assert.Equal(Residue(2 * EdwardsReference.D * x * y), Integer(new UInt256(words[8], words[9], words[10], words[11])));
    }

    private static EdwardsReference.Point Mixed(BigInteger scalar) =>
        EdwardsReference.Add(EdwardsReference.Multiply(scalar, EdwardsReference.B), EdwardsReference.Torsion);

    private static ulong Largest(in EdwardsElement a) => Math.Max(Math.Max(Math.Max(a.L0, a.L1), Math.Max(a.L2, a.L3)), a.L4);

    private static BigInteger Residue(BigInteger value) => EdwardsReference.Modulo(value);

    private static BigInteger Value(in EdwardsElement a) =>
        a.L0 + ((BigInteger)a.L1 << 51) + ((BigInteger)a.L2 << 102) + ((BigInteger)a.L3 << 153) + ((BigInteger)a.L4 << 204);

    private static EdwardsElement Element(BigInteger value) => EdwardsElement.Unpack(UInt256.ReadLittleEndian(EdwardsReference.Bytes(value)));

    private static ExtendedPoint Kernel(EdwardsReference.Point point) => new()
    {
        X = Element(point.X),
        Y = Element(point.Y),
        Z = Element(point.Z),
        T = Element(point.T),
    };

    private static BigInteger Integer(in UInt256 value) =>
        value.W0 + ((BigInteger)value.W1 << 64) + ((BigInteger)value.W2 << 128) + ((BigInteger)value.W3 << 192);
}
