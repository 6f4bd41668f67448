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
        _ => throw new NotSupportedException($"No known answers for {algorithm}."),
    };

    /// <summary>RFC 6979 appendix A.2.5, SHA-256, messages "sample" and "test"; faults made from them.</summary>
    private static IReadOnlyList<SignatureAnswer> EcdsaP256 { get; } = MakeEcdsaP256();

    /// <summary>GM/T 0003.5-2012 appendix A.2, message "message digest"; faults made from it.</summary>
    private static IReadOnlyList<SignatureAnswer> Sm2 { get; } = MakeSm2();

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
