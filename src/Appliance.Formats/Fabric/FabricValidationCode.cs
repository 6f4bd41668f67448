namespace Appliance.Formats.Fabric;

/// <summary><c>protos.TxValidationCode</c>: what a committing peer decided about a transaction.</summary>
public static class FabricValidationCode
{
    /// <summary>The transaction took effect.</summary>
    public const byte Valid = 0;

    private static readonly string[] Names =
    [
        "VALID",
        "NIL_ENVELOPE",
        "BAD_PAYLOAD",
        "BAD_COMMON_HEADER",
        "BAD_CREATOR_SIGNATURE",
        "INVALID_ENDORSER_TRANSACTION",
        "INVALID_CONFIG_TRANSACTION",
        "UNSUPPORTED_TX_PAYLOAD",
        "BAD_PROPOSAL_TXID",
        "DUPLICATE_TXID",
        "ENDORSEMENT_POLICY_FAILURE",
        "MVCC_READ_CONFLICT",
        "PHANTOM_READ_CONFLICT",
        "UNKNOWN_TX_TYPE",
        "TARGET_CHAIN_NOT_FOUND",
        "MARSHAL_TX_ERROR",
        "NIL_TXACTION",
        "EXPIRED_CHAINCODE",
        "CHAINCODE_VERSION_CONFLICT",
        "BAD_HEADER_EXTENSION",
        "BAD_CHANNEL_HEADER",
        "BAD_RESPONSE_PAYLOAD",
        "BAD_RWSET",
        "ILLEGAL_WRITESET",
        "INVALID_WRITESET",
        "INVALID_CHAINCODE",
    ];

    /// <summary>The code's name.</summary>
    public static string Name(byte code) => code switch
    {
        254 => "NOT_VALIDATED",
        255 => "INVALID_OTHER_REASON",
        _ when code < Names.Length => Names[code],
        _ => "UNKNOWN",
    };
}
