namespace Appliance.Formats.Fabric;

/// <summary>The one action of an endorser transaction. Slices of the document.</summary>
public sealed class FabricAction
{
    internal FabricAction()
    {
    }

    /// <summary>The proposal's signature header, as it entered the proposal hash.</summary>
    public ReadOnlyMemory<byte> Header { get; internal set; }

    /// <summary>The chaincode proposal payload, without transient data, as it entered the proposal hash.</summary>
    public ReadOnlyMemory<byte> ProposalPayload { get; internal set; }

    /// <summary>The response that endorsers signed.</summary>
    public ReadOnlyMemory<byte> ProposalResponsePayload { get; internal set; }

    /// <summary>The hash of the proposal that the response names.</summary>
    public ReadOnlyMemory<byte> ProposalHash { get; internal set; }

    /// <summary>The marshalled <c>rwset.TxReadWriteSet</c>.</summary>
    public ReadOnlyMemory<byte> Results { get; internal set; }

    /// <summary>Name of the invoked chaincode, as the endorsed response names it.</summary>
    public string ChaincodeName { get; internal set; } = "";

    /// <summary>Version of the invoked chaincode.</summary>
    public string ChaincodeVersion { get; internal set; } = "";

    /// <summary>The endorsements in order, duplicates included.</summary>
    public IReadOnlyList<FabricEndorsement> Endorsements => EndorsementArray;

    /// <summary>Namespaces read or written, in order.</summary>
    public IReadOnlyList<FabricNamespace> Namespaces => NamespaceArray;

    internal FabricEndorsement[] EndorsementArray { get; set; } = [];

    internal FabricNamespace[] NamespaceArray { get; set; } = [];

    /// <summary>Finds a namespace by name.</summary>
    public FabricNamespace? Find(string name)
    {
        foreach (FabricNamespace candidate in NamespaceArray)
        {
            if (candidate.Name == name)
                return candidate;
        }

        return null;
    }
}
