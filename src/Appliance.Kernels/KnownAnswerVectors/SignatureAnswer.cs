using System.Text;

namespace Appliance.Kernels;

/// <summary>A published signature, or one with a named fault, and the code it must get.</summary>
internal sealed record SignatureAnswer(string Name, byte[] Message, string R, string S, string PublicKey, SignatureCode Code)
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    public bool RequireLowS { get; init; }

    public Ed25519Profile Profile { get; init; }

    /// <summary>Whether the key has a table: it is valid, or at least some rule for Ed25519 accepts it.</summary>
    public bool HasTable { get; init; } = Code != SignatureCode.InvalidPublicKey;

    public string Signature => R + S;

    public static IReadOnlyList<SignatureAnswer> Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => EcdsaP256,
        SignatureAlgorithm.Sm2 => Sm2,
        SignatureAlgorithm.Ed25519 => Ed25519Answers.All,
        SignatureAlgorithm.EcdsaSecp256k1 => EcdsaSecp256k1,
        _ => throw new NotSupportedException($"No known answers for {algorithm}."),
    };

    /// <summary>RFC 6979 appendix A.2.5, SHA-256, messages "sample" and "test"; faults made from them.</summary>
    private static IReadOnlyList<SignatureAnswer> EcdsaP256 { get; } = MakeEcdsaP256();

    /// <summary>GM/T 0003.5-2012 appendix A.2, message "message digest"; faults made from it.</summary>
    private static IReadOnlyList<SignatureAnswer> Sm2 { get; } = MakeSm2();

    /// <summary>
    /// Deterministic signatures (RFC 6979, SHA-256) that libraries for secp256k1 share, from bitcointalk.org topic 285142: keys 1, n - 1 and of
    /// "Alan Turing"; faults made from the last.
    /// </summary>
    private static IReadOnlyList<SignatureAnswer> EcdsaSecp256k1 { get; } = MakeEcdsaSecp256k1();

    private static SignatureAnswer[] MakeEcdsaP256()
    {
        const string Key =
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6" +
            "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";
        const string OffCurve =
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6" +
            "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462298";
        const string R = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
        const string S = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8";
        const string LowS = "0834E36AD29A83BF2BC9385E491D6099C8FDF9D1ED67AA7EA5F51F93782857A9";
        const string Order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
        byte[] sample = Encoding.ASCII.GetBytes("sample");
        byte[] test = Encoding.ASCII.GetBytes("test");
        return
        [
            new("sample", sample, R, S, Key, SignatureCode.Valid),
            new("test", test,
                "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
                "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083", Key, SignatureCode.Valid),
            new("n - s", sample, R, LowS, Key, SignatureCode.Valid),
            new("other message", test, R, S, Key, SignatureCode.Mismatch),
            new("r changed", sample, LowS, S, Key, SignatureCode.Mismatch),
            new("s changed", sample, R, R, Key, SignatureCode.Mismatch),
            new("r = 0", sample, Zero, S, Key, SignatureCode.OutOfRange),
            new("s = 0", sample, R, Zero, Key, SignatureCode.OutOfRange),
            new("r = n", sample, Order, S, Key, SignatureCode.OutOfRange),
            new("s = n", sample, R, Order, Key, SignatureCode.OutOfRange),
            new("key off the curve", sample, R, S, OffCurve, SignatureCode.InvalidPublicKey),
            new("key at infinity", sample, Zero, S, Zero + Zero, SignatureCode.InvalidPublicKey),
            new("high s, low demanded", sample, R, S, Key, SignatureCode.HighS) { RequireLowS = true },
            new("low s, low demanded", sample, R, LowS, Key, SignatureCode.Valid) { RequireLowS = true },
        ];
    }

    private static SignatureAnswer[] MakeEcdsaSecp256k1()
    {
        const string Generator =
            "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798" +
            "483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8";
        const string MinusGenerator =
            "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798" +
            "B7C52588D95C3B9AA25B0403F1EEF75702E84BB7597AABE663B82F6F04EF2777";
        const string Key =
            "92DF7B245B81AA637AB4E867C8D511008F79161A97D64F2AC709600352F7ACBC" +
            "E9BFDF1B13FA0CB1DE4521E5386CDE3A1CD26C5AB584989D07BBED58A5419F62";
        const string OffCurve =
            "92DF7B245B81AA637AB4E867C8D511008F79161A97D64F2AC709600352F7ACBC" +
            "E9BFDF1B13FA0CB1DE4521E5386CDE3A1CD26C5AB584989D07BBED58A5419F63";
        const string R = "7063AE83E7F62BBB171798131B4A0564B956930092B33B07B395615D9EC7E15C";
        const string S = "58DFCC1E00A35E1572F366FFE34BA0FC47DB1E7189759B9FB233C5B05AB388EA";
        const string HighS = "A72033E1FF5CA1EA8D0C99001CB45F0272D3BE7525D3049C0D9E98DC7582B857";
        const string Order = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141";
        byte[] turing = Encoding.ASCII.GetBytes("Alan Turing");
        byte[] satoshi = Encoding.ASCII.GetBytes("Satoshi Nakamoto");
        byte[] tears = Encoding.ASCII.GetBytes("All those moments will be lost in time, like tears in rain. Time to die...");
        return
        [
            new("Turing", turing, R, S, Key, SignatureCode.Valid),
            new("key 1", satoshi,
                "934B1EA10A4B3C1757E2B0C017D0B6143CE3C9A7E6A4A49860D7A6AB210EE3D8",
                "2442CE9D2B916064108014783E923EC36B49743E2FFA1C4496F01A512AAFD9E5", Generator, SignatureCode.Valid),
            new("key 1, two blocks", tears,
                "8600DBD41E348FE5C9465AB92D23E3DB8B98B873BEECD930736488696438CB6B",
                "547FE64427496DB33BF66019DACBF0039C04199ABB0122918601DB38A72CFC21", Generator, SignatureCode.Valid),
            new("key n - 1", satoshi,
                "FD567D121DB66E382991534ADA77A6BD3106F0A1098C231E47993447CD6AF2D0",
                "6B39CD0EB1BC8603E159EF5C20A5C8AD685A45B06CE9BEBED3F153D10D93BED5", MinusGenerator, SignatureCode.Valid),
            new("n - s", turing, R, HighS, Key, SignatureCode.Valid),
            new("other message", satoshi, R, S, Key, SignatureCode.Mismatch),
            new("other key", turing, R, S, Generator, SignatureCode.Mismatch),
            new("r changed", turing, HighS, S, Key, SignatureCode.Mismatch),
            new("s changed", turing, R, R, Key, SignatureCode.Mismatch),
            new("r = 0", turing, Zero, S, Key, SignatureCode.OutOfRange),
            new("s = 0", turing, R, Zero, Key, SignatureCode.OutOfRange),
            new("r = n", turing, Order, S, Key, SignatureCode.OutOfRange),
            new("s = n", turing, R, Order, Key, SignatureCode.OutOfRange),
            new("key off the curve", turing, R, S, OffCurve, SignatureCode.InvalidPublicKey),
            new("key at infinity", turing, Zero, S, Zero + Zero, SignatureCode.InvalidPublicKey),
            new("high s, low demanded", turing, R, HighS, Key, SignatureCode.HighS) { RequireLowS = true },
            new("low s, low demanded", turing, R, S, Key, SignatureCode.Valid) { RequireLowS = true },
        ];
    }

    private static SignatureAnswer[] MakeSm2()
    {
        const string Key =
            "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020" +
            "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
        const string OffCurve =
            "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020" +
            "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD12";
        const string R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
        const string S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
        const string MinusR = "0A5FC4F8B72D3B9CF1153AEC1E447E5E18BF0532F9F04DEA100F755C4AEE2070";
        const string Order = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123";
        byte[] message = Encoding.ASCII.GetBytes("message digest");
        byte[] other = Encoding.ASCII.GetBytes("message digest.");
        return
        [
            new("sample", message, R, S, Key, SignatureCode.Valid),
            new("other message", other, R, S, Key, SignatureCode.Mismatch),
            new("r changed", message, S, S, Key, SignatureCode.Mismatch),
            new("s changed", message, R, R, Key, SignatureCode.Mismatch),
            new("r = 0", message, Zero, S, Key, SignatureCode.OutOfRange),
            new("s = 0", message, R, Zero, Key, SignatureCode.OutOfRange),
            new("r = n", message, Order, S, Key, SignatureCode.OutOfRange),
            new("s = n", message, R, Order, Key, SignatureCode.OutOfRange),
            new("r + s = n", message, R, MinusR, Key, SignatureCode.OutOfRange),
            new("key off the curve", message, R, S, OffCurve, SignatureCode.InvalidPublicKey),
            new("key at infinity", message, Zero, S, Zero + Zero, SignatureCode.InvalidPublicKey),
        ];
    }
}
