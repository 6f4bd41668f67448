namespace Appliance.Formats.Plans;

/// <summary>Which of the two roots that a consistency proof leads to.</summary>
public enum ConsistencyRoot : byte
{
    /// <summary>The earlier tree's.</summary>
    First = 0,

    /// <summary>The later tree's.</summary>
    Second = 1,
}
