using Appliance.Formats.Fabric;
using Appliance.Verification.Fabric;

namespace Appliance.Verification.Tests.Fabric;

public sealed class FabricPolicyTextTests
{
    [Theory]
    [InlineData("AND('Org1MSP.peer','Org2MSP.peer')", "OutOf(2, 'Org1MSP.peer', 'Org2MSP.peer')")]
    [InlineData("or('A.member', 'B.admin')", "OutOf(1, 'A.member', 'B.admin')")]
    [InlineData(" OutOf( 2 , 'A.peer','B.peer', OR('C.client','D.orderer') ) ", "OutOf(2, 'A.peer', 'B.peer', OutOf(1, 'C.client', 'D.orderer'))")]
    [InlineData("'org.with.dots.member'", "'org.with.dots.member'")]
    public void A_policy_reads_as_it_is_meant(string text, string meaning)
    {
        FabricSignaturePolicy policy = FabricPolicyText.Parse(text);
        Assert.Equal(meaning, new SignaturePolicyRule(policy).Description);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AND()")]
    [InlineData("AND('A.peer'")]
    [InlineData("AND('A.peer') x")]
    [InlineData("XOR('A.peer','B.peer')")]
    [InlineData("'A.king'")]
    [InlineData("'A.3'")]
    [InlineData("'Apeer'")]
    [InlineData("'.peer'")]
    [InlineData("'A.'")]
    [InlineData("'A.peer")]
    [InlineData("OutOf(0,'A.peer')")]
    [InlineData("OutOf(3,'A.peer','B.peer')")]
    [InlineData("OutOf(99999999999,'A.peer')")]
    [InlineData("OutOf(-1,'A.peer')")]
    public void What_is_no_policy_is_refused_with_the_text_in_the_message(string text)
    {
        FormatException refused = Assert.Throws<FormatException>(() => FabricPolicyText.Parse(text));
        Assert.Contains($"'{text}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow_the_stack()
    {
        string text = string.Concat(Enumerable.Repeat("AND(", 100_000)) + "'A.peer'";
        Assert.Throws<FormatException>(() => FabricPolicyText.Parse(text));
    }
}
