using Appliance.Host.Cli;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Tests;

public sealed class ExitCodeTests
{
    [Fact]
    public void Only_genuine_verdicts_exit_with_0()
    {
        foreach (Verdict verdict in Enum.GetValues<Verdict>())
            Assert.Equal(verdict.IsGenuine(), ExitCodes.Of(verdict) == ExitCode.Genuine);
        Assert.Equal(ExitCode.NotVerified, ExitCodes.Of((Verdict)255));
    }

    [Fact]
    public void The_worse_of_two_does_not_depend_on_their_order()
    {
        foreach (ExitCode first in Enum.GetValues<ExitCode>())
        {
            foreach (ExitCode second in Enum.GetValues<ExitCode>())
            {
                Assert.Equal(ExitCodes.Worse(first, second), ExitCodes.Worse(second, first));
                if (first != second)
                    Assert.NotEqual(ExitCode.Genuine, ExitCodes.Worse(first, second));
            }
        }
    }
}
