namespace Appliance.Index;

/// <summary>What operators are told to do next. One place, so that messages and the reference page agree.</summary>
internal static class Advice
{
    public const string RestoreLog =
        "restore the directory from a backup, or delete it and index the ledger files again";

    public const string CheckFirst =
        "run `appliance index check` to see how far it reaches, then " + RestoreLog;

    public const string RebuildKeyValue =
        "stop the appliance, delete the folder kv inside the index directory and start again: it is rebuilt from the block log";

    public const string RepairDisk =
        "everything acknowledged is on disk; free space or replace the disk, then start again";
}
