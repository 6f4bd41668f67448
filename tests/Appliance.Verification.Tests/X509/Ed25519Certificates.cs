using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Appliance.Verification.Tests.X509;

/// <summary>A root and a leaf with Ed25519 keys, issued by BouncyCastle: the platform's library knows no such keys.</summary>
internal static class Ed25519Certificates
{
    /// <summary>Both in DER.</summary>
    public static (byte[] Root, byte[] Leaf) Make()
    {
        var rootKey = new Ed25519PrivateKeyParameters(new SecureRandom());
        var leafKey = new Ed25519PrivateKeyParameters(new SecureRandom());
        return (Make("CN=root", rootKey.GeneratePublicKey(), true, rootKey), Make("CN=leaf", leafKey.GeneratePublicKey(), false, rootKey));
    }

    private static byte[] Make(string subject, Ed25519PublicKeyParameters key, bool authority, Ed25519PrivateKeyParameters issuer)
    {
        var maker = new X509V3CertificateGenerator();
        maker.SetIssuerDN(new X509Name("CN=root"));
        maker.SetSubjectDN(new X509Name(subject));
        maker.SetNotBefore(TestAuthority.Start.UtcDateTime);
        maker.SetNotAfter(TestAuthority.Start.AddYears(10).UtcDateTime);
        maker.SetSerialNumber(new BigInteger(1, RandomNumberGenerator.GetBytes(8)));
        maker.SetPublicKey(key);
        maker.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(authority));
        return maker.Generate(new Asn1SignatureFactory("Ed25519", issuer)).GetEncoded();
    }
}
