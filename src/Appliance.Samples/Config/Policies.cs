using Appliance.Samples.Wire;

namespace Appliance.Samples.Config;

/// <summary><c>common.Policy</c> messages of the kinds that configtxgen writes.</summary>
internal static class Policies
{
    private const int SignaturePolicyType = 1;
    private const int ImplicitMetaPolicyType = 3;
    private const int AnyRule = 0;
    private const int MajorityRule = 2;

    public static ProtobufMessage Any(string subPolicy) => ImplicitMeta(subPolicy, AnyRule);

    public static ProtobufMessage Majority(string subPolicy) => ImplicitMeta(subPolicy, MajorityRule);

    /// <summary>One signature by a member of the organisation in any of the roles.</summary>
    public static ProtobufMessage AnyOf(string mspId, params ReadOnlySpan<PrincipalRole> roles)
    {
        var alternatives = new ProtobufMessage().Varint(1, 1);
        var envelope = new ProtobufMessage();
        var principals = new List<ProtobufMessage>();
        for (int i = 0; i < roles.Length; i++)
        {
            alternatives.Message(2, new ProtobufMessage().VarintAlways(1, i));
            byte[] role = new ProtobufMessage().Text(1, mspId).Varint(2, (int)roles[i]).ToArray();
            principals.Add(new ProtobufMessage().Bytes(2, role));
        }

        envelope.Message(2, new ProtobufMessage().Message(2, alternatives));
        foreach (ProtobufMessage principal in principals)
            envelope.Message(3, principal);
        return new ProtobufMessage().Varint(1, SignaturePolicyType).Bytes(2, envelope.ToArray());
    }

    private static ProtobufMessage ImplicitMeta(string subPolicy, int rule) =>
        new ProtobufMessage()
            .Varint(1, ImplicitMetaPolicyType)
            .Bytes(2, new ProtobufMessage().Text(1, subPolicy).Varint(2, rule).ToArray());
}
