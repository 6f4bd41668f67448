using System.Text.Json;

namespace Appliance.Host.Indexing;

/// <summary>What indexing a ledger did, in reports.</summary>
internal static class IndexingReport
{
    public static void Write(Utf8JsonWriter json, IndexingSink indexing)
    {
        json.WriteStartObject("index");
        json.WriteNumber("appended", indexing.Appended);
        json.WriteNumber("alreadyPresent", indexing.AlreadyPresent);
        json.WriteNumber("refused", indexing.Refused);
        json.WriteEndObject();
    }

    public static string Describe(IndexingSink indexing) => indexing switch
    {
        { Appended: 0, Refused: 0 } => $"nothing changed: all {indexing.AlreadyPresent} blocks were indexed before",
        { Refused: 0 } => $"{indexing.Appended} blocks appended, {indexing.AlreadyPresent} there before",
        _ => $"{indexing.Appended} blocks appended, {indexing.AlreadyPresent} there before, {indexing.Refused} refused, because they or a block before are not genuine",
    };
}
