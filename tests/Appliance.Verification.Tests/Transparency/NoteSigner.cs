using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Keys;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Verification.Tests.Transparency;

/// <summary>Signs notes with BouncyCastle (Ed25519) or the platform (ECDSA), after C2SP signed-note and tlog-cosignature.</summary>
internal sealed class NoteSigner
{
    private readonly Ed25519PrivateKeyParameters? _edwards;
    private readonly ECDsa? _ecdsa;
    private readonly byte[] _keyId;

    public NoteSigner(string name, byte type, byte seed)
    {
        Name = name;
        Type = type;
        byte[] publicKey;
        if (type == 2)
        {
            _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            publicKey = _ecdsa.ExportSubjectPublicKeyInfo();
            _keyId = SHA256.HashData(publicKey)[..4];
        }
        else
        {
            _edwards = new Ed25519PrivateKeyParameters(Enumerable.Repeat(seed, 32).ToArray());
            publicKey = _edwards.GeneratePublicKey().GetEncoded();
            _keyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. publicKey])[..4];
        }

        VerifierKey = $"{name}+{Convert.ToHexStringLower(_keyId)}+{Convert.ToBase64String([type, .. publicKey])}";
    }

    public string Name { get; }

    public byte Type { get; }

    public string VerifierKey { get; }

    public KnownKey Key => Assert.Single(KnownKey.ReadAll(Encoding.UTF8.GetBytes(VerifierKey)));

    /// <summary>A signature line over a text.</summary>
    public string Line(string text, ulong time = 1679315147) => $"— {Name} {Convert.ToBase64String([.. _keyId, .. Sign(text, time)])}\n";

    /// <summary>A line with anything behind the key id.</summary>
    public string LineOf(byte[] signature) => $"— {Name} {Convert.ToBase64String([.. _keyId, .. signature])}\n";

    /// <summary>A note with lines of several signers.</summary>
    public static string Note(string text, params ReadOnlySpan<NoteSigner> signers)
    {
        var note = new StringBuilder(text).Append('\n');
        foreach (NoteSigner signer in signers)
            note.Append(signer.Line(text));
        return note.ToString();
    }

    private byte[] Sign(string text, ulong time)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (_ecdsa is not null)
            return _ecdsa.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (Type != 4)
            return Edwards(bytes);
        byte[] stamp = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(stamp, time);
        return [.. stamp, .. Edwards([.. Encoding.ASCII.GetBytes($"cosignature/v1\ntime {time}\n"), .. bytes])];
    }

    private byte[] Edwards(byte[] message)
    {
        var signer = new Ed25519Signer();
        signer.Init(true, _edwards);
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }
}
