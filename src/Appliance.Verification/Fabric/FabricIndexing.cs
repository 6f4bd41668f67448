using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Fabric;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;

namespace Appliance.Verification.Fabric;

/// <summary>What the index keeps of a Fabric block.</summary>
internal static class FabricIndexing
{
    public static IndexedBlock ToIndexed(FabricBlock block, Digest hash, BlockReport report, byte[] trustUpdate)
    {
        DateTimeOffset? time = null;
        var transactions = new IndexedTransaction[block.Transactions.Count];
        foreach (FabricTransaction transaction in block.Transactions)
        {
            transactions[transaction.Index] = new IndexedTransaction(
                Encoding.UTF8.GetBytes(transaction.Id),
                new Digest(SHA256.HashData(transaction.Envelope.Span)),
                transaction.CreatorMspId,
                report.Transactions[transaction.Index].Verdict);
            if (transaction.Timestamp is { } stamp && (time is null || stamp > time))
                time = stamp;
        }

        return new IndexedBlock
        {
            Height = block.Number,
            Hash = hash,
            // Block 0 has no predecessor and names an empty hash.
            PreviousHash = block.PreviousHash.Length == Digest.Size ? new Digest(block.PreviousHash.Span) : default,
            DataHash = new Digest(block.DataHash.Span),
            Time = time,
            TrustUpdate = trustUpdate,
            Transactions = transactions,
        };
    }
}
