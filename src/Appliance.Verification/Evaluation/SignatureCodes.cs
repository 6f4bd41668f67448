using Appliance.Kernels;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>What a kernel's result code means.</summary>
public static class SignatureCodes
{
    /// <summary>The verdict of a code; anything unexpected is a fault, never valid.</summary>
    public static Verdict ToVerdict(this SignatureCode code) => code switch
    {
        SignatureCode.Valid => Verdict.Valid,
        SignatureCode.Mismatch => Verdict.SignatureMismatch,
        SignatureCode.OutOfRange => Verdict.SignatureOutOfRange,
        SignatureCode.HighS => Verdict.SignatureHighS,
        SignatureCode.InvalidPublicKey => Verdict.KeyInvalid,
        _ => Verdict.BackendFault,
    };
}
