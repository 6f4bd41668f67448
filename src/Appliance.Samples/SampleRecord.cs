using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Appliance.Samples;

/// <summary>
/// One version of an archive record of the sample channel: what stands on the chain under <c>record/&lt;id&gt;</c>, and the file off
/// the chain that it speaks of.
/// </summary>
/// <param name="Id">Id of the record, the same in all versions.</param>
/// <param name="Version">1 for the first version.</param>
/// <param name="Title">Title.</param>
/// <param name="FileNumber">File number at the agency.</param>
/// <param name="Agency">MSP id of the agency that wrote this version.</param>
public sealed record SampleRecord(string Id, int Version, string Title, string FileNumber, string Agency)
{
    /// <summary>The key in the chaincode's state.</summary>
    public string Key => "record/" + Id;

    /// <summary>Content of the file that is kept off the chain.</summary>
    public byte[] FileContent() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Title}\nFile {FileNumber}, record {Id}, version {Version}\nHeld by {Agency}\n"));

    /// <summary>The value in the chaincode's state: JSON, members in this order.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("title", Title);
            json.WriteString("fileNumber", FileNumber);
            json.WriteString("agency", Agency);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(FileContent())));
            json.WriteNumber("version", Version);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
