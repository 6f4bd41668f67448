using System.Security.Cryptography;
using System.Text;
using Appliance.Samples.Keys;
using CsCheck;

namespace Appliance.Samples.Tests;

public sealed class SignatureTests
{
    [Fact]
    public void Signatures_hold_are_repeatable_and_have_a_low_s()
    {
        Gen.Byte.Array[0, 200].Sample(message =>
        {
            SampleKey key = SampleKey.Derive(new SeededBytes("signatures"), Convert.ToHexString(message.AsSpan(0, Math.Min(4, message.Length))));
            SampleSignature signature = key.Sign(message);
            using ECDsa oracle = ECDsa.Create();
            oracle.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _);
            Assert.True(Holds(oracle, message, signature));
            Assert.Equal(signature, key.Sign(message));
            Assert.Equal(signature, signature.WithLowS());
            Assert.NotEqual(signature, signature.WithHighS());
            Assert.True(Holds(oracle, message, signature.WithHighS()));
            Assert.False(Holds(oracle, message, signature.WithFlippedBit()));
        }, iter: 50);
    }

    [Fact]
    public void Nonces_follow_rfc_6979()
    {
        // RFC 6979, A.2.5, P-256 with SHA-256, message "sample": r, and s mirrored into the lower half.
        SampleKey key = SampleKey.FromScalar(Convert.FromHexString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
        SampleSignature signature = key.Sign(Encoding.ASCII.GetBytes("sample"));
        Assert.Equal("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", Hex(signature.R));
        Assert.Equal("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", Hex(signature.WithHighS().S));
    }

    private static string Hex(Org.BouncyCastle.Math.BigInteger number) => Convert.ToHexString(number.ToByteArrayUnsigned());

    private static bool Holds(ECDsa key, byte[] message, SampleSignature signature) =>
        key.VerifyData(message, signature.ToDer(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
