using System.Text;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Transactions;

/// <summary>
/// The transaction that commits the definition of chaincode <c>archive</c> (Fabric 2.x lifecycle), endorsed under the channel's own
/// policy <c>/Channel/Application/Endorsement</c>. The approvals before it live in each organisation's private state and are left out.
/// </summary>
internal static class ChaincodeDefinition
{
    public const string Name = "archive";
    public const string Version = "1.0";
    public const string LifecycleName = "_lifecycle";
    public const string EndorsementPolicyReference = "/Channel/Application/Endorsement";

    private const string FieldPrefix = "namespaces/fields/" + Name + "/";
    private const string MetadataKey = "namespaces/metadata/" + Name;

    /// <summary>The key that every call of the chaincode reads, as peers do to find the definition in force.</summary>
    public const string SequenceKey = FieldPrefix + "Sequence";

    public static PlannedTransaction Commit(long block, DateTimeOffset time) => new()
    {
        Block = block,
        Index = 0,
        Time = time,
        Agency = 0,
        ByAdmin = true,
        Chaincode = LifecycleName,
        ChaincodeVersion = "syscc",
        Arguments =
        [
            Encoding.UTF8.GetBytes("CommitChaincodeDefinition"),
            new ProtobufMessage().Varint(1, 1).Text(2, Name).Text(3, Version).ToArray(),
        ],
        State =
        [
            new StateAccess(LifecycleName, [new StateRead(SequenceKey, null), new StateRead(MetadataKey, null)], Fields()),
            new StateAccess("lscc", [new StateRead(Name, null)], []),
        ],
    };

    private static StateWrite[] Fields()
    {
        var policy = new ProtobufMessage().Text(2, EndorsementPolicyReference);
        var metadata = new ProtobufMessage().Text(1, "ChaincodeDefinition");
        foreach (string field in (string[])["Sequence", "EndorsementInfo", "ValidationInfo", "Collections"])
            metadata.Text(2, field);
        return
        [
            new StateWrite(FieldPrefix + "Collections", Bytes(new ProtobufMessage())),
            new StateWrite(FieldPrefix + "EndorsementInfo", Bytes(new ProtobufMessage().Text(1, Version).Text(3, "escc"))),
            new StateWrite(SequenceKey, new ProtobufMessage().Varint(1, 1).ToArray()),
            new StateWrite(FieldPrefix + "ValidationInfo", Bytes(new ProtobufMessage().Text(1, "vscc").Bytes(2, policy.ToArray()))),
            new StateWrite(MetadataKey, metadata.ToArray()),
        ];
    }

    /// <summary><c>lifecycle.StateData</c> holding bytes.</summary>
    private static byte[] Bytes(ProtobufMessage value) => new ProtobufMessage().Message(2, value).ToArray();
}
