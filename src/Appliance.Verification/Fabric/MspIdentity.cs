using Appliance.Formats.X509;

namespace Appliance.Verification.Fabric;

/// <summary>A certificate that an organisation of the channel vouches for.</summary>
/// <param name="MspId">The organisation.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Roles">Its roles.</param>
public sealed record MspIdentity(string MspId, Certificate Certificate, MspRoles Roles)
{
    /// <summary>For reports, for example <c>Org1MSP/peer0.org1.example.com</c>.</summary>
    public string Name => $"{MspId}/{Certificate.Subject.CommonName ?? Certificate.Subject.ToString()}";
}
