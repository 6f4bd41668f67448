namespace Appliance.Formats.Cose;

/// <summary>
/// Measures a CBOR item (RFC 8949) by its heads alone, in constant memory: the reader keeps a frame for every level and a record for every
/// key, so an item is measured before it is given to it.
/// </summary>
internal static class CborExtent
{
    /// <summary>Deepest nesting of an item.</summary>
    public const int MaxDepth = 16;

    private const int Indefinite = -1;
    private const byte Break = 0xFF;

    /// <summary>
    /// Returns the item's length in bytes; all bytes where they end inside it or are not CBOR, which the reader then finds; null where it
    /// nests deeper than <see cref="MaxDepth"/>.
    /// </summary>
    public static int? Measure(ReadOnlySpan<byte> bytes)
    {
        Span<long> open = stackalloc long[MaxDepth];
        int depth = 0;
        int position = 0;
        while (position < bytes.Length)
        {
            if (bytes[position] == Break && depth > 0 && open[depth - 1] == Indefinite)
            {
                position++;
                depth--;
            }
            else
            {
                if (!TryHead(bytes, ref position, out int major, out long argument))
                    return bytes.Length;
                if (major is 4 or 5 || (major is 2 or 3 && argument == Indefinite))
                {
                    if (depth == MaxDepth)
                        return null;
                    open[depth++] = argument == Indefinite ? Indefinite : major == 5 ? Math.Min(argument, int.MaxValue) * 2 : argument;
                }
                else if (major is 2 or 3)
                {
                    if (argument > bytes.Length - position)
                        return bytes.Length;
                    position += (int)argument;
                }
                else if (major == 6)
                {
                    // A tag is no item by itself: what it marks follows.
                    continue;
                }
                else
                {
                    depth = Close(open, depth);
                    if (depth == 0)
                        return position;
                    continue;
                }

                if (major is 4 or 5 || argument == Indefinite)
                {
                    if (open[depth - 1] != 0)
                        continue;
                    depth--;
                }
            }

            depth = Close(open, depth);
            if (depth == 0)
                return position;
        }

        return bytes.Length;
    }

    // An item ended: so do those whose last one it was.
    private static int Close(Span<long> open, int depth)
    {
        while (depth > 0 && open[depth - 1] != Indefinite && --open[depth - 1] == 0)
            depth--;
        return depth;
    }

    private static bool TryHead(ReadOnlySpan<byte> bytes, ref int position, out int major, out long argument)
    {
        major = bytes[position] >> 5;
        int info = bytes[position] & 0x1F;
        position++;
        argument = info;
        if (info < 24)
            return true;
        if (info == 31)
        {
            argument = Indefinite;
            return major is 2 or 3 or 4 or 5;
        }

        int octets = info switch
        {
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => 0,
        };
        if (octets == 0 || bytes.Length - position < octets)
            return false;
        ulong value = 0;
        foreach (byte next in bytes.Slice(position, octets))
            value = (value << 8) | next;
        position += octets;
        argument = (long)Math.Min(value, long.MaxValue);
        return true;
    }
}
