using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm;

/// <summary>
/// A hardware security module refused or could not be reached. The message names operation, PKCS#11 return value, token, slot,
/// what to do, and when the appliance tries again.
/// </summary>
public sealed class HsmException : Exception
{
    private HsmException(string ckr, string operation, string tokenLabel, ulong? slot, string detail, HsmAdvice advice, Exception? cause)
        : base(Describe(ckr, operation, tokenLabel, slot, detail, advice), cause)
    {
        Ckr = ckr;
        Operation = operation;
        TokenLabel = tokenLabel;
        Slot = slot;
        Advice = advice.Text;
        IsTransient = advice.Retry != HsmRetry.Never;
    }

    /// <summary>Name of the return value (PKCS#11 v2.40, section 5.1), for example <c>CKR_PIN_INCORRECT</c>; labels a metric.</summary>
    public string Ckr { get; }

    /// <summary>The function or step that failed, for example <c>C_Login</c>.</summary>
    public string Operation { get; }

    /// <summary>Label of the token that was meant; empty before one is chosen.</summary>
    public string TokenLabel { get; }

    /// <summary>Slot of the token, or null where none was found.</summary>
    public ulong? Slot { get; }

    /// <summary>What the operator can do.</summary>
    public string Advice { get; }

    /// <summary>Whether the next request tries again. A refused PIN is never tried again: real tokens lock after a few tries.</summary>
    public bool IsTransient { get; }

    /// <summary>From a return value of the module.</summary>
    internal static HsmException From(Pkcs11Exception cause, string tokenLabel, ulong? slot) =>
        new(Name(cause.RV), cause.Method, tokenLabel, slot, "", HsmAdvice.For(cause.RV), cause);

    /// <summary>From a finding of our own that is best told by a return value.</summary>
    internal static HsmException From(CKR ckr, string operation, string tokenLabel, ulong? slot, string detail, Exception? cause = null) =>
        new(Name(ckr), operation, tokenLabel, slot, detail, HsmAdvice.For(ckr), cause);

    /// <summary>The name of a return value; vendors' own have only a number.</summary>
    internal static string Name(CKR ckr) => Enum.IsDefined(ckr) ? ckr.ToString() : $"CKR_0x{(ulong)ckr:X8}";

    private static string Describe(string ckr, string operation, string tokenLabel, ulong? slot, string detail, HsmAdvice advice)
    {
        string token = tokenLabel.Length > 0 ? $" on token '{tokenLabel}'" : "";
        string where = slot is { } id ? $"{token} in slot {id}" : token;
        string what = detail.Length > 0 ? $": {detail}" : "";
        string next = advice.Retry switch
        {
            HsmRetry.Never => "Not tried again until a restart",
            HsmRetry.Reconnect => "Tried again after a new connection with the next request",
            _ => "Tried again with the next request",
        };
        return $"HSM: {operation} failed with {ckr}{where}{what}. {advice.Text}. {next}.";
    }
}
