using static Appliance.Kernels.SignatureCode;

namespace Appliance.Kernels;

/// <summary>RFC 8032 section 7.1; faults made from test 2, and the edges at which the four rules differ.</summary>
internal static class Ed25519Answers
{
    private const string Key = "3D4017C3E843895A92B70AA74D1B7EBC9C982CCF2EC4968CC0CD55F12AF4660C";
    private const string R = "92A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA";
    private const string S = "085AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00";

    private const string OtherKey = "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A";

    /// <summary>y = 2, which no point has.</summary>
    private const string NoPoint = "0200000000000000000000000000000000000000000000000000000000000000";

    // The point (0, 1), of order 1: as it should be written, with y = p + 1, and with the sign of x set.
    private const string Identity = "0100000000000000000000000000000000000000000000000000000000000000";
    private const string IdentityAboveP = "EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F";
    private const string IdentityMinusZero = "0100000000000000000000000000000000000000000000000000000000000080";

    /// <summary>12345 B, and 12345.</summary>
    private const string KnownR = "EF4F62F8479733AD879CFACED3C89A9C39DD4FC795EF2EFA1C3EAFE4D729A081";
    private const string KnownScalar = "3930000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The key plus a point of order 8.</summary>
    private const string MixedKey = "2AD7189FF2C500908EA7F468279FCCDFDCB78AE4164FEED7C5535BDC99531CA6";

    public static IReadOnlyList<SignatureAnswer> All { get; } =
    [
        .. Alike("test 1", "", "E5564300C360AC729086E2CC806E828A84877F1EB8E5D974D873E06522490155",
            "5FB8821590A33BACC61E39701CF9B46BD25BF5F0595BBE24655141438E7A100B", OtherKey, Valid),
        .. Alike("test 2", "72", R, S, Key, Valid),
        .. Alike("test 3", "AF82", "6291D657DEEC24024827E69C3ABE01A30CE548A284743A445E3680D7DB5AC3AC",
            "18FF9B538D16F290AE67F760984DC6594A7C15E9716ED28DC027BECEEA1EC40A",
            "FC51CD8E6218A1A38DA47ED00230F0580816ED13BA3303AC5DEB911548908025", Valid),
        .. Alike("test SHA(abc)",
            "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A" +
            "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F",
            "DC2A4459E7369633A52B1BF277839A00201009A3EFBF3ECB69BEA2186C26B589",
            "09351FC9AC90B3ECFDFBC7C66431E0303DCA179C138AC17AD9BEF1177331A704",
            "EC172B93AD5E563BF4932C70E1245034C35467EF2EFD4D64EBF819683467E2BF", Valid),
        .. Alike("other message", "73", R, S, Key, Mismatch),
        .. Alike("other key", "72", R, S, OtherKey, Mismatch),
        .. Alike("R changed", "72", "93A009A9F0D4CAB8720E820B5F642540A2B27B5416503F8FB3762223EBDB69DA", S, Key, Mismatch),
        .. Alike("S changed", "72", R, "095AC1E43E15996E458F3613D0F11D8C387B2EAEB4302AEEB00D291612BB0C00", Key, Mismatch),
        .. Alike("S + L", "72", R, "F52DB7415978ABC61B2C2EB6AEEBFCA0387B2EAEB4302AEEB00D291612BB0C10", Key, OutOfRange),
        .. Alike("S = L", "72", R, "EDD3F55C1A631258D69CF7A2DEF9DE1400000000000000000000000000000010", Key, OutOfRange),
        .. Alike("S all ones", "72", R, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", Key, OutOfRange),
        .. Alike("key without a point", "72", R, S, NoPoint, InvalidPublicKey),
        .. Alike("R without a point", "72", NoPoint, S, Key, Mismatch),
        .. Unlike("key of order 1", "72", KnownR, KnownScalar, Identity, Valid, Valid, InvalidPublicKey, Valid),
        .. Unlike("key with y = p + 1", "72", KnownR, KnownScalar, IdentityAboveP, Valid, InvalidPublicKey, InvalidPublicKey, Valid),
        .. Unlike("key with x = -0", "72", KnownR, KnownScalar, IdentityMinusZero, Valid, InvalidPublicKey, InvalidPublicKey, Valid),
        .. Unlike("R of order 1", "72", Identity,
            "675D054595FA17CB6A44E3ADA6CA385E55667E41A63FDAB0AC22D10000354002", Key, Valid, Valid, OutOfRange, Valid),
        .. Unlike("R with y = p + 1", "72", IdentityAboveP,
            "0A0403C78756704394A791302D07ACBDF846E02E6371010B73F9C021313BDE01", Key, Mismatch, Mismatch, OutOfRange, Valid),
        .. Alike("key of order 8 L, k = 0 modulo 8", "03", KnownR,
            "B368311A178DD6D75529E0BD3EEFA2AFD9B050332267384337E71B7497E87007", MixedKey, Valid),
        .. Unlike("key of order 8 L, k = 4 modulo 8", "00", KnownR,
            "B8B44253D4F946109776B5BF962BE6568E885F660BFC5A2CA536DFC904F7A50F", MixedKey, Mismatch, Mismatch, Mismatch, Valid),
    ];

    private static SignatureAnswer[] Alike(string name, string message, string r, string s, string key, SignatureCode code) =>
        Unlike(name, message, r, s, key, code, code, code, code);

    private static SignatureAnswer[] Unlike(
        string name,
        string message,
        string r,
        string s,
        string key,
        SignatureCode ref10,
        SignatureCode rfc8032,
        SignatureCode strict,
        SignatureCode zip215) =>
    [
        Answer(name, message, r, s, key, Ed25519Profile.Ref10, ref10),
        Answer(name, message, r, s, key, Ed25519Profile.Rfc8032, rfc8032),
        Answer(name, message, r, s, key, Ed25519Profile.Strict, strict),
        Answer(name, message, r, s, key, Ed25519Profile.Zip215, zip215),
    ];

    private static SignatureAnswer Answer(
        string name, string message, string r, string s, string key, Ed25519Profile profile, SignatureCode code) =>
        new($"{name}, {profile}", Convert.FromHexString(message), r, s, key, code) { Profile = profile, HasTable = key != NoPoint };
}
