using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>Finds tokens by label: slot numbers change with every initialisation, labels do not.</summary>
internal static class Pkcs11Slots
{
    private const string FindStep = "find token";

    /// <summary>The slot of the token, or null where no token has the label.</summary>
    /// <exception cref="HsmException">Two tokens have the label, or the module cannot list its slots.</exception>
    public static ISlot? Find(IPkcs11Library library, string label)
    {
        ISlot? found = null;
        foreach (ISlot slot in library.GetSlotList(SlotsType.WithTokenPresent))
        {
            ITokenInfo token = slot.GetTokenInfo();
            if (!token.TokenFlags.TokenInitialized || Label(token) != label)
                continue;
            if (found is not null)
                throw HsmException.From(CKR.CKR_SLOT_ID_INVALID, FindStep, label, slot.SlotId, $"slot {found.SlotId} holds a token of the same label");
            found = slot;
        }
        return found;
    }

    /// <summary>The slot of the token.</summary>
    /// <exception cref="HsmException"><c>CKR_TOKEN_NOT_PRESENT</c>, with the labels that there are.</exception>
    public static ISlot Get(IPkcs11Library library, string label)
    {
        if (Find(library, label) is { } slot)
            return slot;
        string[] present =
        [
            .. library.GetSlotList(SlotsType.WithTokenPresent).Select(s => s.GetTokenInfo()).Where(t => t.TokenFlags.TokenInitialized).Select(t => $"'{Label(t)}'"),
        ];
        string list = present.Length == 0 ? "there are no initialised tokens" : $"the tokens are {string.Join(", ", present)}";
        throw HsmException.From(CKR.CKR_TOKEN_NOT_PRESENT, FindStep, label, null, list);
    }

    /// <summary>A slot whose token waits to be initialised, or null.</summary>
    public static ISlot? FindBlank(IPkcs11Library library) =>
        library.GetSlotList(SlotsType.WithTokenPresent).Find(slot => !slot.GetTokenInfo().TokenFlags.TokenInitialized);

    // Tokens pad their labels with blanks to 32 bytes.
    private static string Label(ITokenInfo token) => token.Label.TrimEnd();
}
