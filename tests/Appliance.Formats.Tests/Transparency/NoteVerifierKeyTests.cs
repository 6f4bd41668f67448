using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Keys;

namespace Appliance.Formats.Tests.Transparency;

public sealed class NoteVerifierKeyTests
{
    [Theory]
    // C2SP signed-note, section "Verifier keys".
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example.com/foo", NoteVerifierKey.Ed25519)]
    // Go's checksum database, cmd/go/internal/modfetch/key.go; its base64 holds a plus sign.
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "sum.golang.org", NoteVerifierKey.Ed25519)]
    // A witness, transparency-dev/formats, note/note_cosigv1_test.go.
    [InlineData("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", "remora.n621.de", NoteVerifierKey.Ed25519Cosignature)]
    // Sigstore's log, whose key id is the hash of the key alone.
    [InlineData("rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=", "rekor.sigstore.dev", NoteVerifierKey.Ecdsa)]
    public void Published_keys_are_read_and_written_back(string text, string name, byte type)
    {
        var key = NoteVerifierKey.Decode(Encoding.UTF8.GetBytes(text));
        Assert.Equal((name, type, text), (key.Name, key.Type, key.ToString()));
        Assert.Equal(key.KeyHash.ToArray(), SHA256.HashData(key.KeyHashInput.Span)[..4]);
    }

    [Fact]
    public void An_ECDSA_key_is_a_whole_key_on_P256()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] good = p256.ExportSubjectPublicKeyInfo();
        Refuse([2, .. p384.ExportSubjectPublicKeyInfo()]);
        Refuse([2, .. good[..^1]]);
        Refuse([2, .. good, 0]);
        Refuse([2]);
        Refuse([1, .. good]);
        Refuse([5, .. good]);

        static void Refuse(byte[] key)
        {
            string text = $"name+00000000+{Convert.ToBase64String(key)}";
            DecodeException refusal = Assert.Throws<DecodeException>(() => NoteVerifierKey.Decode(Encoding.UTF8.GetBytes(text)));
            Assert.InRange(refusal.Offset, 0, text.Length);
        }
    }
}
