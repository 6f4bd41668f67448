using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Keys;
using Appliance.Formats.Transparency;

namespace Appliance.Formats.Tests.Transparency;

public sealed class SignedNoteTests
{
    /// <summary>The example of C2SP signed-note, section "Verifier keys".</summary>
    public const string Example =
        "This is an example message.\n\n"
        + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /// <summary>Its key, from the same place.</summary>
    public const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string Line = "— name AAAAAAE=\n";

    [Fact]
    public void The_specifications_example_is_read()
    {
        SignedNote note = Decode(Example);
        Assert.Equal("This is an example message.\n", Encoding.UTF8.GetString(note.Text.Span));
        NoteSignature signature = Assert.Single(note.Signatures);
        Assert.Equal(("example.com/foo", "530d903a", 64), (signature.Name, Convert.ToHexStringLower(signature.KeyId.Span), signature.Value.Length));
        Assert.True(signature.IsBy(NoteVerifierKey.Decode(Encoding.UTF8.GetBytes(ExampleKey))));
        Assert.True(SignedNote.Recognise(Encoding.UTF8.GetBytes(Example)));
    }

    [Fact]
    public void The_last_empty_line_separates_text_and_signatures()
    {
        // C2SP signed-note, introduction: the poem holds an empty line.
        const string Poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        SignedNote note = Decode(Poem + "\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n");
        Assert.Equal(Poem, Encoding.UTF8.GetString(note.Text.Span));

        // What looks like a signature before it is text.
        Assert.Equal("a\n\n" + Line, Encoding.UTF8.GetString(Decode("a\n\n" + Line + "\n" + Line).Text.Span));
        Assert.Equal("\n", Encoding.UTF8.GetString(Decode("\n\n" + Line).Text.Span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(100)]
    public void Many_signatures_are_accepted(int count)
    {
        SignedNote note = Decode("text\n\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"— n{i} AAAAAAE=\n")));
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"n{i}"), note.Signatures.Select(signature => signature.Name));
    }

    [Fact]
    public void More_signatures_or_bytes_than_the_limit_are_refused()
    {
        byte[] note = Encoding.UTF8.GetBytes("text\n\n" + Line + Line + Line);
        Assert.Equal(3, SignedNote.Decode(note, new DecodeLimits { MaxSignatures = 3 }).Signatures.Count);
        DecodeException refusal = Assert.Throws<DecodeException>(() => SignedNote.Decode(note, new DecodeLimits { MaxSignatures = 2 }));
        Assert.Equal((DecodeFault.LimitExceeded, 6L + (2 * Encoding.UTF8.GetByteCount(Line))), (refusal.Fault, refusal.Offset));
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => SignedNote.Decode(note, new DecodeLimits { MaxDocumentBytes = 10 })).Fault);
    }

    [Theory]
    [InlineData("", DecodeFault.Empty, 0)]
    [InlineData("text\n", DecodeFault.Truncated, 5)]
    [InlineData("text\n" + Line, DecodeFault.Truncated, 23)]
    [InlineData("text\n\n", DecodeFault.Truncated, 6)]
    [InlineData("text\n\n— name AAAAAAE=", DecodeFault.Truncated, 23)]
    [InlineData("text\n\n" + Line + "\n", DecodeFault.Truncated, 25)]
    [InlineData("text\n\n- name AAAAAAE=\n", DecodeFault.Malformed, 6)]
    [InlineData("text\n\n—name AAAAAAE=\n", DecodeFault.Malformed, 6)]
    [InlineData("text\n\n– name AAAAAAE=\n", DecodeFault.Malformed, 6)]
    [InlineData("text\n\n— nameAAAAAAE=\n", DecodeFault.Truncated, 22)]
    [InlineData("text\n\n—  AAAAAAE=\n", DecodeFault.Malformed, 10)]
    [InlineData("text\n\n— na+me AAAAAAE=\n", DecodeFault.Malformed, 12)]
    [InlineData("text\n\n— na\u00a0me AAAAAAE=\n", DecodeFault.Malformed, 12)]
    [InlineData("text\n\n— na\u2003me AAAAAAE=\n", DecodeFault.Malformed, 12)]
    [InlineData("text\n\n— name  AAAAAAE=\n", DecodeFault.Malformed, 15)]
    [InlineData("text\n\n— name AAAAAAE= \n", DecodeFault.Malformed, 23)]
    [InlineData("text\n\n— name AAAAAAE\n", DecodeFault.Malformed, 19)]
    [InlineData("text\n\n— name AAAAAAF=\n", DecodeFault.Malformed, 19)]
    [InlineData("text\n\n— name AAAA-AE=\n", DecodeFault.Malformed, 19)]
    [InlineData("text\n\n— name AAAAAA==\n", DecodeFault.Truncated, 15)]
    [InlineData("te\txt\n\n" + Line, DecodeFault.Malformed, 2)]
    [InlineData("text\r\n\r\n" + Line, DecodeFault.Malformed, 4)]
    [InlineData("te\0xt\n\n" + Line, DecodeFault.Malformed, 2)]
    public void Everything_else_is_refused_where_it_is_wrong(string text, DecodeFault fault, long offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => Decode(text));
        Assert.Equal((SignedNote.Format, fault, offset), (refusal.Format, refusal.Fault, refusal.Offset));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x80 })]
    public void Text_that_is_not_UTF8_is_refused(byte[] bytes)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => SignedNote.Decode((byte[])[.. "ab"u8, .. bytes, .. "\n\n"u8, .. Encoding.UTF8.GetBytes(Line)]));
        Assert.Equal((DecodeFault.Malformed, 2L), (refusal.Fault, refusal.Offset));
    }

    private static SignedNote Decode(string text) => SignedNote.Decode(Encoding.UTF8.GetBytes(text));
}
