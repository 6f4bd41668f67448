using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm.Tests;

public sealed class AdviceTests
{
    [Fact]
    public void The_reference_lists_every_return_value_with_its_advice()
    {
        string[] rows = [.. File.ReadLines(Reference()).Where(line => line.StartsWith("| `CKR_"))];
        string[] expected = [.. HsmAdvice.Table.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => $"| `{pair.Key}` | {pair.Value.Text} | {Word(pair.Value.Retry)} |")];
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Errors_of_vendors_keep_their_number()
    {
        var refusal = HsmException.From(new Pkcs11Exception("C_Sign", (CKR)0x80000123), "token", 7);
        Assert.Equal("CKR_0x80000123", refusal.Ckr);
        Assert.Contains("C_Sign failed with CKR_0x80000123 on token 'token' in slot 7", refusal.Message);
    }

    private static string Word(HsmRetry retry) => retry switch
    {
        HsmRetry.Never => "after a restart",
        HsmRetry.NextRequest => "next request",
        _ => "at once, after one new connection",
    };

    private static string Reference()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
                return Path.Combine(folder.FullName, "docs", "reference", "hsm.md");
        }
        throw new DirectoryNotFoundException("no Appliance.sln above the test");
    }
}
