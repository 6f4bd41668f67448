namespace Appliance.Kernels;

/// <summary>
/// Width-5 non-adjacent form (Hankerson, Menezes, Vanstone, Guide to Elliptic Curve Cryptography, algorithm 3.35): odd digits of
/// magnitude up to 15, on average every sixth not zero.
/// </summary>
internal static class Wnaf
{
    public const int Width = 5;

    /// <summary>Odd multiples 1, 3, … 15 that the digits ask for.</summary>
    public const int Multiples = 1 << (Width - 2);

    /// <summary>One digit more than the scalar has bits: the last carry.</summary>
    public const int Length = 257;

    /// <summary>Writes digit i, which weighs 2^i, and returns one past the highest digit that is not zero.</summary>
    public static int Recode(in UInt256 scalar, Span<sbyte> digits)
    {
        digits.Clear();
        Span<ulong> words = [scalar.W0, scalar.W1, scalar.W2, scalar.W3, 0, 0];
        int carry = 0;
        int end = 0;
        int bit = 0;
        while (bit < Length)
        {
            if (((int)(words[bit >> 6] >> (bit & 63)) & 1) == carry)
            {
                bit++;
                continue;
            }

            int count = Math.Min(Width, Length - bit);
            ulong window = (words[bit >> 6] >> (bit & 63)) | (words[(bit >> 6) + 1] << 1 << (63 - (bit & 63)));
            int digit = ((int)window & ((1 << count) - 1)) + carry;
            carry = digit >> (Width - 1);
            digits[bit] = (sbyte)(digit - (carry << Width));
            end = bit + 1;
            bit += count;
        }

        return end;
    }
}
