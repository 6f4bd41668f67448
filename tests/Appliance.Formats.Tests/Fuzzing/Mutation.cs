namespace Appliance.Formats.Tests.Fuzzing;

/// <summary>Damages well-formed input: flips, replaces, cuts, repeats, inserts; several times over.</summary>
internal static class Mutation
{
    // Values at which lengths, tags and signs change their meaning.
    private static readonly byte[] Interesting = [0x00, 0x01, 0x02, 0x08, 0x0A, 0x12, 0x1A, 0x30, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFE, 0xFF];

    public static byte[] Apply(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        for (int times = 1 + random.Next(4); times > 0; times--)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length + 1);
        int count = Math.Min(random.Next(1, 16), bytes.Length - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Length:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1 when at < bytes.Length:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                return bytes;
            case 2 when at < bytes.Length:
                bytes[at] = (byte)((bytes[at] + random.Next(-4, 5)) & 0xFF);
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes[..at], .. bytes[(at + count)..]];
            case 5:
                return [.. bytes[..at], .. bytes[at..(at + count)], .. bytes[at..]];
            default:
                byte[] insert = new byte[random.Next(1, 6)];
                for (int i = 0; i < insert.Length; i++)
                    insert[i] = Interesting[random.Next(Interesting.Length)];
                return [.. bytes[..at], .. insert, .. bytes[at..]];
        }
    }
}
