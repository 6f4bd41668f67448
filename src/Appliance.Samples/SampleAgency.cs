namespace Appliance.Samples;

/// <summary>A government agency of the sample channel: an organisation with its own certificate authority.</summary>
/// <param name="MspId">Fabric's name of the organisation.</param>
/// <param name="Name">Name in certificates and records.</param>
/// <param name="Domain">Domain of its nodes.</param>
/// <param name="FilePrefix">Start of its file numbers.</param>
public sealed record SampleAgency(string MspId, string Name, string Domain, string FilePrefix)
{
    /// <summary>Who orders the blocks of every sample channel.</summary>
    public static SampleAgency OrderingService { get; } = new("OrdererMSP", "Government Data Centre", "orderer.example", "DC");

    /// <summary>The four agencies of the sample channel where nothing else is asked for.</summary>
    public static IReadOnlyList<SampleAgency> Defaults { get; } =
    [
        new("ArchivesMSP", "City Archives", "archives.example", "AR"),
        new("CivilAffairsMSP", "Civil Affairs Bureau", "civil-affairs.example", "CA"),
        new("LandRegistryMSP", "Land Registry", "land-registry.example", "LR"),
        new("PublicSecurityMSP", "Public Security Bureau", "public-security.example", "PS"),
    ];
}
