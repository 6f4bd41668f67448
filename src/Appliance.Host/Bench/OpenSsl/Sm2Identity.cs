namespace Appliance.Host.Bench.OpenSsl;

/// <summary>Z_A of a key under the default identifier, GB/T 32918.2 section 5.5: kept per key, which is more than OpenSSL's own high-level call does.</summary>
internal static class Sm2Identity
{
    /// <summary>The default identifier.</summary>
    public static ReadOnlySpan<byte> Default => "1234567812345678"u8;

    /// <summary>a || b || Gx || Gy, GB/T 32918.5-2017.</summary>
    private const string Constants =
        "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC" +
        "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93" +
        "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7" +
        "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0";

    /// <param name="sm3">The digest.</param>
    /// <param name="key">X || Y.</param>
    public static PinnedBytes Of(OpenSslDigest sm3, byte[] key)
    {
        byte[] bits = [0, checked((byte)(8 * Default.Length))];
        var text = new PinnedBytes((byte[])[.. bits, .. Default, .. Convert.FromHexString(Constants), .. key]);
        var identity = new PinnedBytes(32);
        sm3.Hash(text.At(0), text.Length, identity.At(0));
        return identity;
    }
}
