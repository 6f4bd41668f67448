using System.Text.Json;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>Turns the members of JSON objects into headers and transactions.</summary>
internal static class FiscoBundleDecoder
{
    // One document is one question: a handful of answers, not an archive of them.
    private const int MaxAnswers = 1_024;

    // 2^256 - 1 in decimal.
    private const int MaxGasDigits = 78;

    public static FiscoBundle Decode(ref JsonCursor json)
    {
        var headers = new List<FiscoHeader>();
        var transactions = new List<FiscoTransaction>();
        json.Next();
        if (json.Token == JsonTokenType.StartArray)
        {
            long at = json.Offset;
            for (json.Next(); json.Token != JsonTokenType.EndArray; json.Next())
            {
                if (headers.Count + transactions.Count >= MaxAnswers)
                    throw json.Fault(DecodeFault.LimitExceeded, $"the document holds more than {MaxAnswers} answers");
                Add(FiscoFieldReader.Read(ref json), headers, transactions);
            }

            if (headers.Count + transactions.Count == 0)
                throw JsonCursor.Fault(at, DecodeFault.Empty, "the document holds no answer");
        }
        else
        {
            Add(FiscoFieldReader.Read(ref json), headers, transactions);
        }

        json.End();
        return new FiscoBundle(headers, transactions);
    }

    public static FiscoTransaction Transaction(FiscoFields fields)
    {
        if (fields.HeaderMark >= 0)
            throw JsonCursor.Fault(fields.HeaderMark, DecodeFault.Malformed, "a transaction has a member of block headers");
        if (fields.Result is not null)
            throw JsonCursor.Fault(fields.Result.Offset, DecodeFault.Malformed, "a transaction has a result of its own");
        return new FiscoTransaction
        {
            Hash = fields.Required(fields.Hash, "hash"),
            Version = fields.Required(fields.Version, "version"),
            ChainId = fields.Required(fields.ChainId, "chainID"),
            GroupId = fields.Required(fields.GroupId, "groupID"),
            BlockLimit = fields.Required(fields.BlockLimit, "blockLimit"),
            Nonce = fields.Required(fields.Nonce, "nonce"),
            To = fields.Required(fields.To, "to"),
            Input = fields.Required(fields.Input, "input"),
            Abi = fields.Abi ?? [],
            From = fields.From ?? [],
            Signature = fields.Required(fields.Signature, "signature"),
            Fees = Fees(fields),
            Extension = fields.Extension ?? [],
            Proof = fields.Proof,
        };
    }

    private static FiscoFees? Fees(FiscoFields fields)
    {
        bool any = fields.Value is not null || fields.GasPrice is not null || fields.GasLimit is not null
            || fields.MaxFeePerGas is not null || fields.MaxPriorityFeePerGas is not null;
        if (!any)
            return null;

        // Web3 transactions of the older form have version 0 and no highest fees.
        bool web3 = fields.Version == 0;
        return new FiscoFees(
            fields.Required(fields.Value, "value"),
            fields.Required(fields.GasPrice, "gasPrice"),
            fields.Required(fields.GasLimit, "gasLimit"),
            web3 ? fields.MaxFeePerGas ?? [] : fields.Required(fields.MaxFeePerGas, "maxFeePerGas"),
            web3 ? fields.MaxPriorityFeePerGas ?? [] : fields.Required(fields.MaxPriorityFeePerGas, "maxPriorityFeePerGas"));
    }

    private static void Add(FiscoFields fields, List<FiscoHeader> headers, List<FiscoTransaction> transactions)
    {
        FiscoFields content = fields.Result ?? fields;
        if (fields.Result is not null && Math.Max(fields.HeaderMark, fields.TransactionMark) is >= 0 and var stray)
            throw JsonCursor.Fault(stray, DecodeFault.Malformed, "an answer has members beside its result");
        if (content.TransactionMark >= 0)
            transactions.Add(Transaction(content));
        else if (content.HeaderMark >= 0)
            headers.Add(Header(content));
        else if (content.ReceiptMark >= 0)
            throw JsonCursor.Fault(content.Offset, DecodeFault.Unrecognised, "a receipt: only headers, blocks and transactions are verified");
        else
            throw JsonCursor.Fault(content.Offset, DecodeFault.Unrecognised, "neither a block header, nor a block, nor a transaction");
    }

    private static FiscoHeader Header(FiscoFields fields)
    {
        byte[] gasUsed = fields.Required(fields.GasUsed, "gasUsed");
        if (gasUsed.Length is 0 or > MaxGasDigits || gasUsed.AsSpan().ContainsAnyExcept("0123456789"u8) || (gasUsed[0] == (byte)'0' && gasUsed.Length > 1))
            throw JsonCursor.Fault(fields.GasUsedOffset, DecodeFault.Malformed, "the gas used is not a decimal number of 256 bits");
        return new FiscoHeader
        {
            Hash = fields.Required(fields.Hash, "hash"),
            Version = fields.Required(fields.Version, "version"),
            Parents = fields.Required(fields.Parents, "parentInfo"),
            TransactionsRoot = fields.Required(fields.TransactionsRoot, "txsRoot"),
            ReceiptsRoot = fields.Required(fields.ReceiptsRoot, "receiptsRoot"),
            StateRoot = fields.Required(fields.StateRoot, "stateRoot"),
            Number = fields.Required(fields.Number, "number"),
            GasUsed = gasUsed,
            Timestamp = fields.Required(fields.Timestamp, "timestamp"),
            Sealer = fields.Required(fields.Sealer, "sealer"),
            Sealers = fields.Required(fields.Sealers, "sealerList"),
            ExtraData = ExtraData(fields),
            Weights = fields.Required(fields.Weights, "consensusWeights"),
            Signatures = fields.Required(fields.Signatures, "signatureList"),
            TransactionHashes = fields.TransactionHashes,
            Transactions = fields.Transactions ?? [],
        };
    }

    private static byte[] ExtraData(FiscoFields fields)
    {
        ReadOnlySpan<byte> text = fields.Required(fields.ExtraData, "extraData");
        if (!text.StartsWith("0x"u8) || text.Length % 2 != 0 || text[2..].ContainsAnyExcept("0123456789abcdef"u8))
            throw JsonCursor.Fault(fields.ExtraDataOffset, DecodeFault.Malformed, "the extra data is not 0x and an even number of lower-case hexadecimal digits");
        return Convert.FromHexString(text[2..]);
    }
}
