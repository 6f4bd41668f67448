using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Host.Reporting;

/// <summary>Names in reports, the same in JSON, tables and messages.</summary>
internal static class ReportNames
{
    public static string Of(AnchorKind kind) => kind switch
    {
        AnchorKind.Pinned => "pinned",
        AnchorKind.SelfDeclared => "self-declared",
        AnchorKind.SuppliedKey => "supplied-key",
        _ => "none",
    };

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Genuine => "genuine",
        Outcome.NotGenuine => "not genuine",
        _ => "not verified",
    };
}
