using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Adds the checks of a configuration transaction: the update's signatures, the policies of what it changes, and that the new
/// configuration is the old one with the update applied.
/// </summary>
internal static class FabricConfigPlans
{
    public static void Add(PlanBuilder plan, FabricBlock block, FabricPlanContext context, CheckSubject subject)
    {
        FabricChannelConfig proposed;
        try
        {
            proposed = FabricChannelConfig.FromBlock(block)!;
        }
        catch (DecodeException fault)
        {
            plan.Found(CheckKind.ConfigUpdateContent, subject, $"{fault.Detail} at offset {fault.Offset}");
            return;
        }

        if (proposed.LastUpdate is not { } update)
        {
            if (context.Config is null)
                plan.NotChecked(CheckKind.ConfigUpdatePolicy, subject, mandatory: false, "the configuration is the channel's first: the anchor vouches for it");
            else
                plan.Found(CheckKind.ConfigUpdateContent, subject, "the configuration does not carry the update that led to it");
            return;
        }

        int[] signatures = AddSignatures(plan, update, subject);
        if (context.Config is not { } current)
        {
            plan.NotChecked(CheckKind.ConfigUpdatePolicy, subject, mandatory: false, "the configuration before it is not known: the anchor vouches for this one");
            return;
        }

        FabricConfigDelta delta = update.Against(current);
        plan.Found(CheckKind.ConfigUpdateContent, subject, delta.Mismatch(current, proposed));
        for (int i = 0; i < delta.Policies.Count; i++)
            plan.Policy(CheckKind.ConfigUpdatePolicy, subject with { Ordinal = i }, delta.Policies[i], signatures);
    }

    private static int[] AddSignatures(PlanBuilder plan, FabricConfigUpdate update, CheckSubject subject)
    {
        int[] checks = new int[update.Signatures.Count];
        Slot updateBytes = plan.Input(update.UpdateBytes);
        for (int i = 0; i < checks.Length; i++)
        {
            FabricConfigSignature signature = update.Signatures[i];
            checks[i] = plan.Verify(
                CheckKind.ConfigUpdateSignature,
                subject with { Ordinal = i },
                new SignerReference(SignerForm.FabricIdentity, signature.Creator),
                SignatureEncoding.Der,
                plan.Input(signature.Signature),
                [plan.Input(signature.SignatureHeader), updateBytes],
                mandatory: false);
        }

        return checks;
    }
}
