using Appliance.Formats.Decoding;
using Appliance.Log.Verdicts;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Log.Tests;

public sealed class VerdictEntryTests
{
    [Fact]
    public void An_entry_survives_its_encoding()
    {
        VerdictEntry entry = Samples.Entry();
        Assert.Equal(entry, VerdictEntry.Decode(entry.Encode()));
    }

    [Fact]
    public void Fields_that_are_absent_stay_absent()
    {
        VerdictEntry entry = Samples.Entry() with { Chain = null, ChainFirstBlock = null, FirstBlock = null, LastBlock = null };
        Assert.Equal(entry, VerdictEntry.Decode(entry.Encode()));
        Assert.True(entry.Encode().Length < Samples.Entry().Encode().Length);
    }

    [Fact]
    public void An_entry_says_what_the_report_said()
    {
        var report = new DocumentReport
        {
            File = "channel.ledger",
            Format = "fabric-ledger",
            Profile = "fabric",
            Anchor = new AnchorReport(AnchorKind.SelfDeclared, "genesis 00"),
            Verdict = Verdict.PartsNotGenuine,
            Reasons = [],
            ChecksMade = 7,
            Sha256 = Samples.Entry().DocumentSha256.Span.ToArray(),
            Length = 12,
            Chain = "archives",
            FirstBlock = 3,
            LastBlock = 4,
        };
        DateTimeOffset time = new(2026, 5, 4, 3, 2, 1, 987, TimeSpan.Zero);
        VerdictEntry entry = VerdictEntry.From(report, "fabric", time, Digest.Parse(new string('a', 64)));
        Assert.Equal(("PartsNotGenuine", Outcome.NotGenuine, AnchorKind.SelfDeclared), (entry.Verdict, entry.Outcome, entry.AnchorKind));
        Assert.Equal(("archives", 3L, 4L, 12L), (entry.Chain, entry.FirstBlock, entry.LastBlock, entry.Length));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero), entry.Time);
    }

    [Fact]
    public void Texts_without_bound_and_negative_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => (Samples.Entry() with { AnchorDescription = new string('x', VerdictEntry.MaxTextBytes + 1) }).Encode());
        Assert.Throws<ArgumentOutOfRangeException>(() => (Samples.Entry() with { Length = -1 }).Encode());
    }

    [Fact]
    public void Every_truncation_is_refused_and_nothing_but_a_decode_error_comes_out()
    {
        byte[] encoded = Samples.Entry().Encode();
        for (int length = 0; length < encoded.Length; length++)
            Assert.Throws<DecodeException>(() => VerdictEntry.Decode(encoded.AsMemory(0, length)));
    }

    [Theory]
    [InlineData("A0", DecodeFault.Malformed)] // nothing in it
    [InlineData("A10001", DecodeFault.Malformed)] // version alone
    [InlineData("A10002", DecodeFault.Malformed)] // another version
    [InlineData("A1181900", DecodeFault.Malformed)] // a key of no version
    [InlineData("A200010001", DecodeFault.Malformed)] // the same key twice
    [InlineData("BF0001FF", DecodeFault.NotCanonical)] // indefinite length
    [InlineData("BB7FFFFFFFFFFFFFFF00", DecodeFault.Malformed)] // a count without end
    [InlineData("80", DecodeFault.Malformed)] // an array
    public void Strange_maps_are_refused(string hex, DecodeFault fault) =>
        Assert.Equal(fault, Assert.Throws<DecodeException>(() => VerdictEntry.Decode(Convert.FromHexString(hex))).Fault);

    [Fact]
    public void Trailing_bytes_are_refused_with_their_offset()
    {
        byte[] encoded = Samples.Entry().Encode();
        DecodeException refusal = Assert.Throws<DecodeException>(() => VerdictEntry.Decode((byte[])[.. encoded, 0], baseOffset: 100));
        Assert.Equal((DecodeFault.TrailingBytes, 100L + encoded.Length), (refusal.Fault, refusal.Offset));
    }
}
