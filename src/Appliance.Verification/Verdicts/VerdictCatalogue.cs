namespace Appliance.Verification.Verdicts;

/// <summary>What each verdict means: its outcome, its label in metrics and JSON, and how verdicts combine.</summary>
public static class VerdictCatalogue
{
    /// <summary>The outcome of a verdict. A value outside the list is not verified.</summary>
    public static Outcome Outcome(this Verdict verdict) => verdict switch
    {
        Verdict.Valid or Verdict.Genuine or Verdict.SignatureValid => Verdicts.Outcome.Genuine,
        >= Verdict.SignatureMismatch and <= Verdict.PartsNotGenuine => Verdicts.Outcome.NotGenuine,
        _ => Verdicts.Outcome.NotVerified,
    };

    /// <summary>Whether the outcome is <see cref="Verdicts.Outcome.Genuine"/>.</summary>
    public static bool IsGenuine(this Verdict verdict) => verdict.Outcome() == Verdicts.Outcome.Genuine;

    /// <summary>
    /// The verdict of a whole from two of its parts: not genuine wins over not verified, which wins over genuine; among equals the
    /// first stays.
    /// </summary>
    public static Verdict Worse(Verdict first, Verdict second) => Rank(second) > Rank(first) ? second : first;

    private static int Rank(Verdict verdict) => verdict.Outcome() switch
    {
        Verdicts.Outcome.Genuine => 0,
        Verdicts.Outcome.NotVerified => 1,
        _ => 2,
    };
}
