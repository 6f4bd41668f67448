using System.Text;

namespace Appliance.Kernels;

/// <summary>A digest from a standard or, where none publishes one, with its source.</summary>
internal sealed record HashAnswer(HashFunction Function, string Source, string Text, int Repeat, string Digest)
{
    private const string LongAlphabet =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

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
        new(HashFunction.Sha512, "NIST CAVP SHA512ShortMsg, length 0", "", 1,
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce" +
            "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"),
        new(HashFunction.Sha512, "FIPS 180-2 appendix C.1", "abc", 1,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
        new(HashFunction.Sha512, "FIPS 180-2 appendix C.2", LongAlphabet, 1,
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018" +
            "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"),
        new(HashFunction.Sha512, "RFC 6234 section 8.5, TEST4", "0123456701234567012345670123456701234567012345670123456701234567", 10,
            "89d05ba632c699c31231ded4ffc127d5a894dad412c0e024db872d1abd2ba814" +
            "1a0f85072a9be1e2aa04cf33c765cb510813a39cd5a84c4acaa64d3f3fb7bae9"),
        new(HashFunction.Keccak256, "Keccak submission, ShortMsgKAT_256, length 0", "", 1,
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        new(HashFunction.Keccak256, "ERC-20, topic of the event Transfer", "Transfer(address,address,uint256)", 1,
            "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"),
        new(HashFunction.Keccak256, "tests of the Zig standard library, the message of FIPS 180-2 appendix C.2", LongAlphabet, 1,
            "f519747ed599024f3882238e5ab43960132572b7345fbeb9a90769dafd21ad67"),
        new(HashFunction.Keccak256, "one block of zeros, hence a second one of padding; made with another implementation", "\0", 136,
            "3a5912a7c5faa06ee4fe906253e339467a9ce87d533c65be3c15cb231cdb25f9"),
    ];

    public override string ToString() => $"{Function}, {Source}";
}
