namespace Appliance.Kernels;

/// <summary>
/// Answers that every backend must give before it serves: published examples, the same tampered with, and the edges of the
/// acceptance rules. They tell a broken backend from a working one within milliseconds; they do not replace its tests.
/// </summary>
public static class KnownAnswers
{
    /// <summary>
    /// Enough copies that every lane of a wide backend, and a partial last group, computes.
    /// </summary>
    private const int Copies = 35;

    /// <summary>Runs every known answer that the backend claims to support and describes those that came out wrong.</summary>
    public static IReadOnlyList<string> Run(IBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        return
        [
            .. Enum.GetValues<HashFunction>().SelectMany(function => Run(backend, function)),
            .. Enum.GetValues<SignatureAlgorithm>().SelectMany(algorithm => Run(backend, algorithm)),
        ];
    }

    /// <summary>Runs the known answers of one function, none where the backend does not support it.</summary>
    public static IReadOnlyList<string> Run(IBackend backend, HashFunction function)
    {
        var failures = new List<string>();
        if (!backend.Supports(function)) return failures;

        foreach (HashAnswer answer in HashAnswer.All.Where(answer => answer.Function == function))
        {
            Guard(failures, answer.ToString(), () => RunHash(backend, answer, failures));
        }

        foreach (NodeAnswer answer in NodeAnswer.All.Where(answer => answer.Function == function))
        {
            Guard(failures, answer.ToString(), () => RunNodes(backend, answer, failures));
        }

        return failures;
    }

    /// <summary>Runs the known answers of one algorithm, recovery of keys included; none where the backend does not support it.</summary>
    public static IReadOnlyList<string> Run(IBackend backend, SignatureAlgorithm algorithm)
    {
        var failures = new List<string>();
        if (backend.SupportsRecovery(algorithm)) Guard(failures, $"{algorithm}, recovery", () => RunRecovery(backend, algorithm, failures));
        if (!backend.Supports(algorithm)) return failures;

        Guard(failures, $"{algorithm}, unknown signers", () => RunSignatures(backend, algorithm, withTables: false, failures));
        Guard(failures, $"{algorithm}, known signers", () => RunSignatures(backend, algorithm, withTables: true, failures));
        return failures;
    }

    /// <summary>A backend that throws has failed too; which exception it threw is part of the finding.</summary>
    private static void Guard(List<string> failures, string name, Action run)
    {
        try
        {
            run();
        }
        catch (Exception exception)
        {
            failures.Add($"{name}: {exception.GetType().Name}: {exception.Message}");
        }
    }

    private static void RunHash(IBackend backend, HashAnswer answer, List<string> failures)
    {
        byte[] message = answer.Message;
        var messages = new byte[message.Length * Copies];
        var ends = new int[Copies];
        for (int i = 0; i < Copies; i++)
        {
            message.CopyTo(messages, i * message.Length);
            ends[i] = (i + 1) * message.Length;
        }

        byte[] expected = Convert.FromHexString(answer.Digest);
        int size = answer.Function.DigestSize();
        var digests = new byte[Copies * size];
        backend.Hash(answer.Function, messages, ends, digests);
        for (int i = 0; i < Copies; i++)
        {
            ReadOnlySpan<byte> digest = digests.AsSpan(i * size, size);
            if (!digest.SequenceEqual(expected))
            {
                failures.Add($"{answer}, position {i}: {Convert.ToHexString(digest)}");
            }
        }
    }

    /// <summary>In place, as trees are built: a parent that is written too early spoils the children that come after it.</summary>
    private static void RunNodes(IBackend backend, NodeAnswer answer, List<string> failures)
    {
        const int Size = BatchContract.DigestSize;
        byte[] expected = Convert.FromHexString(answer.Parent);
        byte[] nodes = [.. Enumerable.Repeat(Convert.FromHexString(answer.Left + answer.Right), Copies).SelectMany(pair => pair)];
        backend.HashNodes(answer.Function, answer.Node, nodes, nodes);
        for (int i = 0; i < Copies; i++)
        {
            ReadOnlySpan<byte> parent = nodes.AsSpan(i * Size, Size);
            if (!parent.SequenceEqual(expected))
            {
                failures.Add($"{answer}, position {i}: {Convert.ToHexString(parent)}");
            }
        }
    }

    private static void RunSignatures(IBackend backend, SignatureAlgorithm algorithm, bool withTables, List<string> failures)
    {
        var known = new Dictionary<string, SignerTable?>();
        foreach (IGrouping<(bool RequireLowS, Ed25519Profile Profile), SignatureAnswer> group in
            SignatureAnswer.Of(algorithm).GroupBy(answer => (answer.RequireLowS, answer.Profile)))
        {
            SignatureAnswer[] answers = [.. Enumerable.Repeat(group, Copies).SelectMany(answer => answer)];
            byte[] messages = [.. answers.SelectMany(answer => answer.Message)];
            var ends = new int[answers.Length];
            var tables = new SignerTable?[withTables ? answers.Length : 0];
            int end = 0;
            for (int i = 0; i < answers.Length; i++)
            {
                end += answers[i].Message.Length;
                ends[i] = end;
                if (!withTables) continue;

                if (!known.TryGetValue(answers[i].PublicKey, out SignerTable? table))
                {
                    table = backend.CreateSignerTable(algorithm, Convert.FromHexString(answers[i].PublicKey));
                    known.Add(answers[i].PublicKey, table);
                }

                tables[i] = table;
                if (table is null == answers[i].HasTable)
                {
                    failures.Add($"{algorithm}, {answers[i].Name}: the table does not agree with the key's validity");
                }
            }

            var codes = new SignatureCode[answers.Length];
            var batch = new SignatureBatch
            {
                Count = answers.Length,
                Messages = messages,
                MessageEnds = ends,
                Signatures = answers.SelectMany(answer => Convert.FromHexString(answer.Signature)).ToArray(),
                PublicKeys = answers.SelectMany(answer => Convert.FromHexString(answer.PublicKey)).ToArray(),
                SignerTables = tables,
                RequireLowS = group.Key.RequireLowS,
                Ed25519Profile = group.Key.Profile,
            };
            backend.Verify(algorithm, batch, codes);
            for (int i = 0; i < answers.Length; i++)
            {
                if (codes[i] != answers[i].Code)
                {
                    failures.Add($"{algorithm}, {answers[i].Name}, position {i}, tables {withTables}: {codes[i]} instead of {answers[i].Code}");
                }
            }
        }
    }

    private static void RunRecovery(IBackend backend, SignatureAlgorithm algorithm, List<string> failures)
    {
        foreach (IGrouping<bool, RecoveryAnswer> group in RecoveryAnswer.Of(algorithm).GroupBy(answer => answer.RequireLowS))
        {
            RecoveryAnswer[] answers = [.. Enumerable.Repeat(group, Copies).SelectMany(answer => answer)];
            var batch = new RecoveryBatch
            {
                Count = answers.Length,
                Digests = answers.SelectMany(answer => Convert.FromHexString(answer.Digest)).ToArray(),
                Signatures = answers.SelectMany(answer => (byte[])[.. Convert.FromHexString(answer.R + answer.S), answer.V]).ToArray(),
                RequireLowS = group.Key,
            };
            var codes = new SignatureCode[answers.Length];
            byte[] keys = [.. Enumerable.Repeat(byte.MaxValue, answers.Length * PublicKey.Size)];
            backend.Recover(algorithm, batch, keys, codes);
            for (int i = 0; i < answers.Length; i++)
            {
                string key = Convert.ToHexStringLower(keys.AsSpan(i * PublicKey.Size, PublicKey.Size));
                if (codes[i] != answers[i].Code || key != answers[i].PublicKey)
                {
                    failures.Add($"{algorithm}, recovery, {answers[i].Name}, position {i}: {codes[i]} {key} instead of {answers[i].Code} {answers[i].PublicKey}");
                }
            }
        }
    }
}
