using System.Collections.Frozen;
using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm;

/// <summary>When an operation that failed is tried again.</summary>
internal enum HsmRetry
{
    /// <summary>Not before a restart.</summary>
    Never,

    /// <summary>With the next request.</summary>
    NextRequest,

    /// <summary>At once, after a new connection, and once only.</summary>
    Reconnect,
}

/// <summary>
/// What a return value of PKCS#11 means for an operator. The table of <c>docs/reference/hsm.md</c> is held against this one by a test.
/// </summary>
/// <param name="Text">What to do, a sentence without its full stop.</param>
/// <param name="Retry">When the appliance tries again.</param>
internal sealed record HsmAdvice(string Text, HsmRetry Retry)
{
    private static readonly HsmAdvice Unknown = new("Look in the module's own log and the vendor's manual", HsmRetry.NextRequest);

    /// <summary>The return values with an advice of their own.</summary>
    public static FrozenDictionary<CKR, HsmAdvice> Table { get; } = new Dictionary<CKR, HsmAdvice>
    {
        [CKR.CKR_LIBRARY_LOAD_FAILED] = new(
            "Install the PKCS#11 module (SoftHSM2: package softhsm2) or configure its path; it must be of this machine's architecture", HsmRetry.Never),
        [CKR.CKR_TOKEN_NOT_PRESENT] = new(
            "Check the configured token label against the tokens listed, the module's configuration (SoftHSM2: SOFTHSM2_CONF) and the device; appliance init makes a SoftHSM2 token",
            HsmRetry.Reconnect),
        [CKR.CKR_SLOT_ID_INVALID] = new("Give every token a label of its own", HsmRetry.Never),
        [CKR.CKR_PIN_INCORRECT] = new(
            "Correct the PIN file, then restart; the PIN is not tried again, because tokens lock after a few tries", HsmRetry.Never),
        [CKR.CKR_PIN_LOCKED] = new("The token is locked: let its security officer reset the PIN", HsmRetry.Never),
        [CKR.CKR_PIN_EXPIRED] = new("Let the token's security officer set a new PIN", HsmRetry.Never),
        [CKR.CKR_PIN_LEN_RANGE] = new("The PIN file is empty or the PIN too short or long for this token", HsmRetry.Never),
        [CKR.CKR_PIN_INVALID] = new("The PIN holds characters that this token does not take, or its file is open to others", HsmRetry.Never),
        [CKR.CKR_USER_PIN_NOT_INITIALIZED] = new("The token has no user PIN: finish the key ceremony, or remove the token and run appliance init again", HsmRetry.Never),
        [CKR.CKR_USER_NOT_LOGGED_IN] = new("Somebody logged the token out: nothing else may use it with this process's module", HsmRetry.Reconnect),
        [CKR.CKR_OBJECT_HANDLE_INVALID] = new("Check key label and id; pkcs11-tool --list-objects shows the keys of the token", HsmRetry.Reconnect),
        [CKR.CKR_KEY_HANDLE_INVALID] = new("The key was removed or the token replaced; pkcs11-tool --list-objects shows the keys of the token", HsmRetry.Reconnect),
        [CKR.CKR_KEY_TYPE_INCONSISTENT] = new("The key must be an EC key on P-256", HsmRetry.Never),
        [CKR.CKR_KEY_FUNCTION_NOT_PERMITTED] = new("The key must be allowed to sign (CKA_SIGN)", HsmRetry.Never),
        [CKR.CKR_ATTRIBUTE_SENSITIVE] = new("Generate the key inside the token, sensitive and not extractable", HsmRetry.Never),
        [CKR.CKR_KEY_UNEXTRACTABLE] = new("The key cannot leave the token, as it should be", HsmRetry.Never),
        [CKR.CKR_MECHANISM_INVALID] = new("The token must offer CKM_ECDSA and CKM_EC_KEY_PAIR_GEN on P-256", HsmRetry.Never),
        [CKR.CKR_CURVE_NOT_SUPPORTED] = new("The token must offer P-256", HsmRetry.Never),
        [CKR.CKR_SIGNATURE_INVALID] = new("The token's signature does not hold under its own public key: take it out of service", HsmRetry.NextRequest),
        [CKR.CKR_SESSION_COUNT] = new("Lower the number of sessions or look for another user of the token; all of them are taken", HsmRetry.NextRequest),
        [CKR.CKR_SESSION_HANDLE_INVALID] = new("The token dropped the session", HsmRetry.Reconnect),
        [CKR.CKR_SESSION_CLOSED] = new("The token dropped the session", HsmRetry.Reconnect),
        [CKR.CKR_DEVICE_REMOVED] = new("Put the device back or check the network to it", HsmRetry.Reconnect),
        [CKR.CKR_DEVICE_ERROR] = new("Look at the device's own log and its network", HsmRetry.Reconnect),
        [CKR.CKR_DEVICE_MEMORY] = new("The device is short of memory: look for other users of it", HsmRetry.NextRequest),
        [CKR.CKR_TOKEN_WRITE_PROTECTED] = new("Allow the token to be written for the key ceremony", HsmRetry.Never),
        [CKR.CKR_CRYPTOKI_NOT_INITIALIZED] = new("Something else in this process closed the module: restart", HsmRetry.Never),
        [CKR.CKR_CRYPTOKI_ALREADY_INITIALIZED] = new("Use one configuration of a module in one process", HsmRetry.Never),
        [CKR.CKR_GENERAL_ERROR] = new(
            "Check the module's configuration (SoftHSM2: SOFTHSM2_CONF and the rights on its token directory) and its log", HsmRetry.NextRequest),
        [CKR.CKR_FUNCTION_FAILED] = new("Look in the module's own log", HsmRetry.NextRequest),
        [CKR.CKR_HOST_MEMORY] = new("This machine is short of memory", HsmRetry.NextRequest),
    }.ToFrozenDictionary();

    /// <summary>The advice for a return value.</summary>
    public static HsmAdvice For(CKR ckr) => Table.GetValueOrDefault(ckr, Unknown);
}
