using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Appliance.Hsm.Tests;

public sealed class PublicKeyTests
{
    [Fact]
    public void A_point_is_read_wrapped_and_bare()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        byte[] point = spki[^65..];
        Assert.Equal(spki, SigningKey.EncodePublic(point));
        Assert.Equal(spki, SigningKey.EncodePublic((byte[])[0x04, 0x41, .. point]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("04")]
    [InlineData("0441")]
    [InlineData("0400")]
    [InlineData("30030101FF")]
    public void Bytes_that_are_no_point_are_refused(string hex) => Refused(Convert.FromHexString(hex));

    [Fact]
    public void Points_that_are_off_the_curve_or_compressed_are_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] point = key.ExportSubjectPublicKeyInfo()[^65..];
        byte[] off = [.. point];
        off[^1] ^= 1;
        Refused(off);
        Refused([0x04, 0x41, .. off]);
        Refused([0x04, 0x41, .. point, 0x00]);
        Refused([0x04, 0x21, 0x02, .. point[1..33]]);
        Refused([0x02, .. point[1..]]);
    }

    private static void Refused(byte[] point)
    {
        Exception refusal = Assert.ThrowsAny<Exception>(() => SigningKey.EncodePublic(point));
        Assert.True(refusal is CryptographicException or AsnContentException, refusal.ToString());
    }
}
