using Appliance.Samples.Keys;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Samples.Signatures;

/// <summary>Ed25519, deterministic by its own definition.</summary>
internal sealed class Ed25519SampleSigner : ISampleSigner
{
    private readonly Ed25519PrivateKeyParameters _key;

    public Ed25519SampleSigner(SeededBytes seed, string label)
    {
        _key = new Ed25519PrivateKeyParameters(seed.Derive("key/" + label, Ed25519PrivateKeyParameters.KeySize));
        PublicKey = _key.GeneratePublicKey().GetEncoded();
    }

    public byte[] PublicKey { get; }

    public byte[] Sign(byte[] message)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
