namespace Appliance.Hsm.Tests;

public sealed class PinTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pin-").FullName;

    private string File => Path.Combine(_folder, "pin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_generated_PIN_survives_its_file_which_only_the_owner_reads()
    {
        using HsmPin pin = HsmPin.Generate();
        pin.WriteTo(File);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        using HsmPin read = HsmPin.FromFile(File);
        Assert.Equal(pin.Value, read.Value);
        Assert.Throws<IOException>(() => pin.WriteTo(File));
    }

    [Fact]
    public void Generated_PINs_differ_and_are_long()
    {
        using HsmPin first = HsmPin.Generate();
        using HsmPin second = HsmPin.Generate();
        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(HsmPin.GeneratedLength, first.Value.Length);
        Assert.All(first.Value, character => Assert.True(char.IsAsciiLetterOrDigit((char)character)));
    }

    [Fact]
    public void A_PIN_is_wiped_and_never_shown()
    {
        HsmPin pin = HsmPin.FromBytes("secret"u8);
        Assert.DoesNotContain("secret", pin.ToString());
        pin.Dispose();
        Assert.All(pin.Value, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("1234", "1234")]
    [InlineData("1234\n", "1234")]
    [InlineData("1234\r\n", "1234")]
    [InlineData(" 12 34 ", " 12 34 ")]
    public void The_line_end_is_no_part_of_a_PIN(string content, string expected)
    {
        Write(content);
        using HsmPin pin = HsmPin.FromFile(File);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(pin.Value));
    }

    [Fact]
    public void Files_that_are_empty_too_long_missing_or_open_to_others_are_refused()
    {
        Assert.Equal("CKR_PIN_INVALID", Assert.Throws<HsmException>(() => HsmPin.FromFile(File)).Ckr);
        Write("\n");
        Assert.Equal("CKR_PIN_LEN_RANGE", Assert.Throws<HsmException>(() => HsmPin.FromFile(File)).Ckr);
        Write(new string('1', HsmPin.MaxBytes + 1));
        Assert.Equal("CKR_PIN_LEN_RANGE", Assert.Throws<HsmException>(() => HsmPin.FromFile(File)).Ckr);
        Write("1234");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        HsmException refusal = Assert.Throws<HsmException>(() => HsmPin.FromFile(File));
        Assert.Contains("chmod 600", refusal.Message);
        Assert.DoesNotContain("1234", refusal.Message);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        HsmPin.FromFile(File).Dispose();
    }

    private void Write(string content)
    {
        System.IO.File.WriteAllText(File, content);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
