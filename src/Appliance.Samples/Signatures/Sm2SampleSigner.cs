using Appliance.Samples.Keys;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Samples.Signatures;

/// <summary>SM2 with SM3 and the default identifier. The nonce comes from key and message, as it must where no randomness is wanted.</summary>
internal sealed class Sm2SampleSigner(SeededBytes seed, string label) : ISampleSigner
{
    private readonly WeierstrassKey _key = new("sm2p256v1", seed, label);

    public byte[] PublicKey => _key.PublicKey;

    public byte[] Sign(byte[] message)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(forSigning: true, new ParametersWithRandom(_key.Private, SeededGenerator.Of(_key.Private.D.ToByteArrayUnsigned(), message)));
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
