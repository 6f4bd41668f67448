namespace Appliance.Kernels;

/// <summary>
/// A recoverable signature on secp256k1, r || s || v, and the key that it yields or the code that it gets. Where the source names no key, it was
/// computed in another implementation's arithmetic.
/// </summary>
internal sealed record RecoveryAnswer(string Name, string Digest, string R, string S, byte V, SignatureCode Code, string PublicKey = RecoveryAnswer.NoKey)
{
    private const string NoKey =
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    /// <summary>go-ethereum, crypto/signature_test.go.</summary>
    private const string GethDigest = "ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008";
    private const string GethR = "90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e54998";
    private const string GethS = "4a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc93";
    private const string GethKey =
        "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652";

    /// <summary>go-ethereum, ecRecover.json, case ValidKey, of the address a94f5374fce5edbc8e2a8697c15331677e6ebf0b; s is high.</summary>
    private const string PrecompileDigest = "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c";
    private const string PrecompileR = "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f";
    private const string PrecompileS = "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549";
    private const string PrecompileKey =
        "3a514176466fa815ed481ffad09110a2d344f6c9b78c1d14afc351c3a51be33d8072e77939dc03ba44790779b7a1025baf3003f6732430e20cd9b76d953391b3";

    /// <summary>libsecp256k1, recovery edge cases: "This is a very secret message...", signed with the private key 0; and r = s = 4.</summary>
    private const string EdgeDigest = "546869732069732061207665727920736563726574206d6573736167652e2e2e";
    private const string EdgeR = "67cb285f9cd194e840d629397af5569662fde44649995963179a7dd17bd23532";
    private const string EdgeS = "4b1b7df34ce1f68e694ff6f11ac751dd7dd73e387ee4fc866e1be8ecc7dd9557";
    private const string Four = "0000000000000000000000000000000000000000000000000000000000000004";
    private const string Five = "0000000000000000000000000000000000000000000000000000000000000005";

    public bool RequireLowS { get; init; }

    public static IReadOnlyList<RecoveryAnswer> Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaSecp256k1 => EcdsaSecp256k1,
        _ => throw new NotSupportedException($"No known answers for recovery of {algorithm}."),
    };

    private static IReadOnlyList<RecoveryAnswer> EcdsaSecp256k1 { get; } =
    [
        new("go-ethereum", GethDigest, GethR, GethS, 1, SignatureCode.Valid, GethKey),
        new("go-ethereum, low s demanded", GethDigest, GethR, GethS, 1, SignatureCode.Valid, GethKey) { RequireLowS = true },
        new("high s", PrecompileDigest, PrecompileR, PrecompileS, 1, SignatureCode.Valid, PrecompileKey),
        new("high s, low demanded", PrecompileDigest, PrecompileR, PrecompileS, 1, SignatureCode.HighS) { RequireLowS = true },
        new("r = 4, v = 0", EdgeDigest, Four, Four, 0, SignatureCode.Valid,
            "8a3d70c0410468e4573939af01b99ea7b20649106d55acf9f558eba28ed59a2e77eb58dd36ed385b3dcfe7d362c816f37d3bef3e4a3494b86fcc835751849329"),
        new("r = 4, v = 1", EdgeDigest, Four, Four, 1, SignatureCode.Valid,
            "3e990254a50d659926c928ef8b54181ee67e27ffbf63eb69294b9ab6d27ba225a898847e931e9b102c0f9b0f959707baf9b85e936425fc72e80ca868e535dfb4"),
        new("r = 4, v = 2", EdgeDigest, Four, Four, 2, SignatureCode.Valid,
            "7e1524fa06bafd6eb9c02f279e131314be9305700fc69e80d54d29ab36063f233f86a96733e7723dfdde4e03382d8c453493fa8890505ba5cfc40a8b226b1b00"),
        new("r = 4, v = 3", EdgeDigest, Four, Four, 3, SignatureCode.Valid,
            "b337c9b74ca99ea963c6560d2558cdf09c7301208409649a8a6d1fb10e1cb94611df5391ee116de0a722bc0fbe5f65753d0703a999250581f7decd5ef0f4f809"),
        new("infinity", EdgeDigest, EdgeR, EdgeS, 0, SignatureCode.Mismatch),
        new("not infinity", EdgeDigest, EdgeR, EdgeS, 1, SignatureCode.Valid,
            "86874a6b24a754627116560e7ae15cd69eb33e73b4d8c81033b27c2fa9cf5d1ce13f19fa8dea0d1ae3e84c91146c33868f87730e31bb486eb37005d140cc7a55"),
        new("r + n not below p", EdgeDigest, EdgeR, EdgeS, 2, SignatureCode.Mismatch),
        new("r no x coordinate", EdgeDigest, Five, Four, 0, SignatureCode.Mismatch),
        new("r = 0", EdgeDigest, Zero, Four, 0, SignatureCode.OutOfRange),
        new("r = n", EdgeDigest, Order, Four, 0, SignatureCode.OutOfRange),
        new("s = 0", EdgeDigest, Four, Zero, 0, SignatureCode.OutOfRange),
        new("s = n", EdgeDigest, Four, Order, 0, SignatureCode.OutOfRange),
        new("v = 4", EdgeDigest, Four, Four, 4, SignatureCode.OutOfRange),
        new("v = 27", GethDigest, GethR, GethS, 27, SignatureCode.OutOfRange),
    ];
}
