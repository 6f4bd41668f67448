using System.Formats.Asn1;
using System.Numerics;
using Appliance.Samples.Signatures;

namespace Appliance.Host.Bench.OpenSsl;

/// <summary>A documented way of verifying with libcrypto.</summary>
/// <param name="Name">In words.</param>
/// <param name="Verify">Verifies one item and says whether its signature is valid.</param>
internal sealed record OpenSslRoute(string Name, Func<int, bool> Verify);

/// <summary>
/// A workload verified by libcrypto one signature after the other, keys parsed once, digest fetched once, contexts reused. Several documented
/// routes, of which the fastest is the one to compare with.
/// </summary>
internal sealed class OpenSslSignatures : IDisposable
{
    private const int DigestSize = 32;

    private readonly SampleSignatures _samples;
    private readonly OpenSslDigest? _digest;
    private readonly OpenSslKey[] _keys;
    private readonly PinnedBytes[] _identities;
    private readonly PinnedBytes _messages;
    private readonly PinnedBytes _signatures;
    private readonly int[] _signatureEnds;
    private readonly PinnedBytes _digestBytes = new(DigestSize);
    private readonly PinnedBytes _identifier = new(Sm2Identity.Default);
    private readonly nint[] _keyContext = GC.AllocateArray<nint>(1, pinned: true);
    private readonly nint _context = LibCrypto.Require(LibCrypto.EVP_MD_CTX_new());

    private OpenSslSignatures(SampleSignatures samples, OpenSslDigest? digest, OpenSslKey[] keys)
    {
        _samples = samples;
        _digest = digest;
        _keys = keys;
        _messages = new PinnedBytes(samples.Messages);
        byte[][] encoded = [.. Enumerable.Range(0, samples.Count).Select(Encode)];
        _signatures = new PinnedBytes((byte[])[.. encoded.SelectMany(signature => signature)]);
        _signatureEnds = new int[samples.Count];
        int end = 0;
        for (int i = 0; i < encoded.Length; i++)
            _signatureEnds[i] = end += encoded[i].Length;
        _identities = samples.Scheme == SampleScheme.Sm2 ? [.. samples.Keys.Select(key => Sm2Identity.Of(digest!, key))] : [];
        OpenSslRoute[] routes = samples.Scheme == SampleScheme.Ed25519 ? [ReusedContext(), ContextPerKey()] : [ReusedContext(), DigestThenVerify()];
        Routes = [.. routes.Where(VerifiesEverything)];
    }

    /// <summary>Routes that this version of OpenSSL lets pass; at least one.</summary>
    public IReadOnlyList<OpenSslRoute> Routes { get; }

    /// <summary>Makes everything ready, or says why this OpenSSL cannot verify the scheme.</summary>
    public static OpenSslSignatures? TryCreate(SampleSignatures samples, out string? missingBecause)
    {
        missingBecause = LibCrypto.Version is null ? LibCrypto.Missing : null;
        if (missingBecause is not null)
            return null;
        string? hash = samples.Scheme switch { SampleScheme.Ed25519 => null, SampleScheme.Sm2 => "SM3", _ => "SHA256" };
        OpenSslDigest? digest = hash is null ? null : OpenSslDigest.TryFetch(hash);
        OpenSslKey?[] keys = [.. samples.Keys.Select(key => OpenSslKey.TryParse(samples.Scheme, key))];
        if ((hash is null || digest is not null) && Array.TrueForAll(keys, key => key is not null))
        {
            var made = new OpenSslSignatures(samples, digest, keys!);
            if (made.Routes.Count > 0)
                return made;
            made.Dispose();
            missingBecause = $"{LibCrypto.Version} refuses the signatures";
            return null;
        }

        missingBecause = $"{LibCrypto.Version} does not know this scheme";
        digest?.Dispose();
        foreach (OpenSslKey? key in keys)
            key?.Dispose();
        return null;
    }

    public void Dispose()
    {
        LibCrypto.EVP_MD_CTX_free(_context);
        _digest?.Dispose();
        foreach (OpenSslKey key in _keys)
            key.Dispose();
    }

    private OpenSslRoute ReusedContext() => new(
        "EVP_DigestVerify on a reused context",
        item =>
        {
            nint key = _keys[_samples.SignerOf(item)].Handle;
            LibCrypto.Require(LibCrypto.EVP_MD_CTX_reset(_context));
            if (_samples.Scheme == SampleScheme.Sm2)
            {
                nint slot = System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_keyContext, 0);
                LibCrypto.Require(LibCrypto.EVP_DigestVerifyInit(_context, slot, _digest!.Handle, 0, key));
                LibCrypto.Require(LibCrypto.EVP_PKEY_CTX_set1_id(_keyContext[0], _identifier.At(0), _identifier.Length));
            }
            else
            {
                LibCrypto.Require(LibCrypto.EVP_DigestVerifyInit(_context, 0, _digest?.Handle ?? 0, 0, key));
            }

            return VerifyMessage(_context, item);
        });

    private OpenSslRoute ContextPerKey()
    {
        foreach (OpenSslKey key in _keys)
            key.OpenMessageContext();
        return new OpenSslRoute("EVP_DigestVerify on a context kept per key", item => VerifyMessage(_keys[_samples.SignerOf(item)].MessageContext, item));
    }

    private OpenSslRoute DigestThenVerify()
    {
        foreach (OpenSslKey key in _keys)
            key.OpenDigestContext();
        return new OpenSslRoute(
            "digest, then EVP_PKEY_verify on a context kept per key",
            item =>
            {
                int signer = _samples.SignerOf(item);
                nint message = _messages.At(item * SampleSignatures.MessageSize);
                nint digest = _digestBytes.At(0);
                if (_identities.Length > 0)
                    _digest!.Hash(_identities[signer].At(0), DigestSize, message, SampleSignatures.MessageSize, digest);
                else
                    _digest!.Hash(message, SampleSignatures.MessageSize, digest);
                int start = item == 0 ? 0 : _signatureEnds[item - 1];
                return LibCrypto.EVP_PKEY_verify(
                    _keys[signer].DigestContext, _signatures.At(start), (nuint)(_signatureEnds[item] - start), digest, DigestSize) == 1;
            });
    }

    private bool VerifyMessage(nint context, int item)
    {
        int start = item == 0 ? 0 : _signatureEnds[item - 1];
        return LibCrypto.EVP_DigestVerify(
            context, _signatures.At(start), (nuint)(_signatureEnds[item] - start),
            _messages.At(item * SampleSignatures.MessageSize), SampleSignatures.MessageSize) == 1;
    }

    /// <summary>Twice over the first items: what a version does not allow to be used again fails then.</summary>
    private bool VerifiesEverything(OpenSslRoute route)
    {
        int items = Math.Min(_samples.Count, 2 * _keys.Length);
        return Enumerable.Range(0, 2 * items).All(i => route.Verify(i % items));
    }

    private byte[] Encode(int item)
    {
        ReadOnlySpan<byte> signature = _samples.Signatures.AsSpan(item * SampleSignatures.SignatureSize, SampleSignatures.SignatureSize);
        if (_samples.Scheme == SampleScheme.Ed25519)
            return signature.ToArray();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..32], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[32..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
