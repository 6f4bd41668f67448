using System.Globalization;
using System.Text;
using Appliance.Index.Files;
using FASTER.core;

namespace Appliance.Index.KeyValue;

/// <summary>
/// Checkpoints whose files have durable names before the metadata says that they exist: FASTER syncs content only, and recovers a
/// checkpoint whose hash table file is gone as one with an empty table.
/// </summary>
internal sealed class SyncedCheckpoints(IFileLayer files, string directory, DeviceWatch watch) : DeviceLogCommitCheckpointManager(
    watch.Watch(files.OpenCheckpoints()), new DefaultCheckpointNamingScheme(Path.Combine(directory, CheckpointFolder)), removeOutdated: true), ICheckpointManager
{
    private const string CheckpointFolder = "checkpoints";
    private const int TableLine = 4;
    private const int OverflowLine = 5;

    void ICheckpointManager.CommitIndexCheckpoint(Guid indexToken, byte[] commitMetadata) =>
        Commit(checkpointNamingScheme.IndexCheckpointBase(indexToken), () => CommitIndexCheckpoint(indexToken, commitMetadata));

    public override void CommitLogCheckpoint(Guid logToken, byte[] commitMetadata) =>
        Commit(checkpointNamingScheme.LogCheckpointBase(logToken), () => base.CommitLogCheckpoint(logToken, commitMetadata));

    /// <summary>Compares the length of a hash table's file with its metadata, which FASTER does not.</summary>
    /// <exception cref="InvalidDataException">The file is missing or too short.</exception>
    public void CheckTable(Guid token)
    {
        // Lines of text: version, checksum, token, buckets, bytes of the table, bytes of its overflow, …
        string[] lines = Encoding.UTF8.GetString(GetIndexCheckpointMetadata(token)).Split('\n', StringSplitOptions.TrimEntries);
        if (lines.Length <= OverflowLine
            || !long.TryParse(lines[TableLine], NumberStyles.None, CultureInfo.InvariantCulture, out long main)
            || !long.TryParse(lines[OverflowLine], NumberStyles.None, CultureInfo.InvariantCulture, out long overflow))
        {
            return; // A checkpoint that was never finished; FASTER passes over it as well.
        }
        FileDescriptor table = checkpointNamingScheme.HashTable(token);
        string file = Path.Combine(directory, CheckpointFolder, table.directoryName, table.fileName + ".0");
        if (files.Length(file) < main + overflow)
            throw new InvalidDataException($"{file} is shorter than its metadata says");
    }

    private void Commit(FileDescriptor folder, Action commit)
    {
        string path = Path.Combine(directory, CheckpointFolder, folder.directoryName);
        if (watch.HasFailed)
            return;
        try
        {
            files.CreateDirectory(path);
            for (string? at = path; at is not null && at.Length >= directory.Length; at = Path.GetDirectoryName(at))
                files.SyncDirectory(at);
            commit();
            files.SyncDirectory(path);
        }
        // FASTER may run this on the thread of any caller; the failure belongs to the one who waits for the checkpoint.
        catch (IOException e)
        {
            watch.Report(e);
        }
    }
}
