using FASTER.core;

namespace Appliance.Index.KeyValue;

/// <summary>
/// FASTER's callbacks: reads copy the value; a merge keeps the old value unless the rule prefers the new one. A value that a reader may
/// see is replaced by a new record, never written over, so that nobody reads half of each.
/// </summary>
/// <param name="replaces">Whether the first value replaces the second.</param>
internal sealed class MergeFunctions<TKey, TValue>(Func<TValue, TValue, bool> replaces) : FunctionsBase<TKey, TValue, TValue, TValue, Empty>
    where TKey : unmanaged
    where TValue : unmanaged
{
    public override bool SingleReader(ref TKey key, ref TValue input, ref TValue value, ref TValue dst, ref ReadInfo readInfo)
    {
        dst = value;
        return true;
    }

    public override bool ConcurrentReader(ref TKey key, ref TValue input, ref TValue value, ref TValue dst, ref ReadInfo readInfo)
    {
        dst = value;
        return true;
    }

    public override bool ConcurrentWriter(
        ref TKey key, ref TValue input, ref TValue src, ref TValue dst, ref TValue output, ref UpsertInfo upsertInfo) => false;

    public override bool InitialUpdater(ref TKey key, ref TValue input, ref TValue value, ref TValue output, ref RMWInfo rmwInfo)
    {
        value = input;
        return true;
    }

    public override bool InPlaceUpdater(ref TKey key, ref TValue input, ref TValue value, ref TValue output, ref RMWInfo rmwInfo) =>
        !replaces(input, value);

    public override bool NeedCopyUpdate(ref TKey key, ref TValue input, ref TValue oldValue, ref TValue output, ref RMWInfo rmwInfo) =>
        replaces(input, oldValue);

    public override bool CopyUpdater(
        ref TKey key, ref TValue input, ref TValue oldValue, ref TValue newValue, ref TValue output, ref RMWInfo rmwInfo)
    {
        newValue = input;
        return true;
    }
}
