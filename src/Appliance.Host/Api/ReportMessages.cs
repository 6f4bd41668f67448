using Appliance.Client.V1;
using Appliance.Verification.Verdicts;
using Google.Protobuf;
using Reports = Appliance.Verification.Reports;

namespace Appliance.Host.Api;

/// <summary>Reports as messages of the protocol.</summary>
internal static class ReportMessages
{
    public static Anchor ToMessage(Reports.AnchorReport anchor) => new()
    {
        Kind = anchor.Kind switch
        {
            Reports.AnchorKind.Pinned => AnchorKind.Pinned,
            Reports.AnchorKind.SelfDeclared => AnchorKind.SelfDeclared,
            _ => AnchorKind.None,
        },
        Description = anchor.Description,
    };

    public static BlockReport ToMessage(Reports.BlockReport block)
    {
        var message = new BlockReport
        {
            Number = checked((ulong)block.Number),
            HeaderHash = ByteString.CopyFrom(block.HeaderHash.Span),
            Verdict = block.Verdict.ToString(),
            Outcome = ToMessage(block.Verdict.Outcome()),
        };
        message.Reasons.AddRange(block.Reasons);
        message.Checks.AddRange(block.Checks.Select(ToMessage));
        message.Transactions.AddRange(block.Transactions.Select(ToMessage));
        return message;
    }

    public static DocumentReport ToMessage(DocumentAnswer answer)
    {
        Reports.DocumentReport report = answer.Report;
        var message = new DocumentReport
        {
            File = report.File,
            Format = report.Format,
            Anchor = ToMessage(report.Anchor),
            Verdict = report.Verdict.ToString(),
            Outcome = ToMessage(report.Verdict.Outcome()),
            Checks = checked((ulong)report.ChecksMade),
            Sha256 = ByteString.CopyFrom(report.Sha256.Span),
            Length = checked((ulong)report.Length),
            Chain = report.Chain ?? string.Empty,
            Profile = report.Profile,
            Transactions = checked((ulong)report.Transactions),
            GenuineTransactions = checked((ulong)report.GenuineTransactions),
            DecodeError = report.DecodeError ?? string.Empty,
            ReceiptError = answer.ReceiptError ?? string.Empty,
        };
        message.Reasons.AddRange(report.Reasons);
        message.DocumentChecks.AddRange(report.Checks.Select(ToMessage));
        message.Facts.AddRange(report.Facts.Select(fact => new Fact { Name = fact.Name, Value = fact.Value, Signed = fact.Signed }));
        if (report is { FirstBlock: { } first, LastBlock: { } last })
        {
            message.FirstBlock = checked((ulong)first);
            message.LastBlock = checked((ulong)last);
        }

        if (answer.Receipt is { } receipt)
            message.Receipt = UnsafeByteOperations.UnsafeWrap(receipt.Encode());
        if (answer.Indexing is { } indexing)
        {
            message.Index = new IndexSummary
            {
                Appended = checked((ulong)indexing.Appended),
                AlreadyPresent = checked((ulong)indexing.AlreadyPresent),
                Refused = checked((ulong)indexing.Refused),
            };
        }

        return message;
    }

    private static TransactionReport ToMessage(Reports.TransactionReport transaction)
    {
        var message = new TransactionReport
        {
            Index = checked((uint)transaction.Index),
            Id = transaction.Id,
            Verdict = transaction.Verdict.ToString(),
            Outcome = ToMessage(transaction.Verdict.Outcome()),
        };
        message.Checks.AddRange(transaction.Checks.Select(ToMessage));
        return message;
    }

    private static Check ToMessage(Reports.CheckReport check) => new()
    {
        Kind = check.Kind.ToString(),
        Verdict = check.Verdict.ToString(),
        Mandatory = check.Mandatory,
        Scheme = check.Scheme ?? string.Empty,
        Signer = check.Signer ?? string.Empty,
        Reason = check.Reason ?? string.Empty,
    };

    private static Client.V1.Outcome ToMessage(Verification.Verdicts.Outcome outcome) => outcome switch
    {
        Verification.Verdicts.Outcome.Genuine => Client.V1.Outcome.Genuine,
        Verification.Verdicts.Outcome.NotGenuine => Client.V1.Outcome.NotGenuine,
        _ => Client.V1.Outcome.NotVerified,
    };
}
