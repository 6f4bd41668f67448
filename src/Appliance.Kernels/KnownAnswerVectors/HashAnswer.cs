using System.Text;

namespace Appliance.Kernels;

/// <summary>A digest from a standard.</summary>
internal sealed record HashAnswer(HashFunction Function, string Source, string Text, int Repeat, string Digest)
{
    public byte[] Message => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Text, Repeat)));

    public static IReadOnlyList<HashAnswer> All { get; } =
    [
        new(HashFunction.Sha256, "NIST CAVP SHA256ShortMsg, length 0", "", 1,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        new(HashFunction.Sha256, "FIPS 180-2 appendix B.1", "abc", 1,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        new(HashFunction.Sha256, "FIPS 180-2 appendix B.2", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        new(HashFunction.Sha256, "RFC 6234 section 8.5, TEST4", "0123456701234567012345670123456701234567012345670123456701234567", 10,
            "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5"),
        new(HashFunction.Sm3, "GB/T 32905-2016 appendix A.1", "abc", 1,
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        new(HashFunction.Sm3, "GB/T 32905-2016 appendix A.2", "abcd", 16,
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ];

    public override string ToString() => $"{Function}, {Source}";
}
