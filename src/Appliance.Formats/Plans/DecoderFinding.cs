namespace Appliance.Formats.Plans;

/// <summary>What a decoder found about a rule that speaks of the bytes alone and needs no computation.</summary>
public enum DecoderFinding : byte
{
    /// <summary>Nothing: a node decides, or the check is listed as not checked.</summary>
    None = 0,

    /// <summary>The bytes obey the rule.</summary>
    Holds = 1,

    /// <summary>The bytes break the rule.</summary>
    Violated = 2,
}
