using Appliance.Formats.Plans;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;

namespace Appliance.Verification.Cose;

/// <summary>A key that may have signed a message, and who vouches for it.</summary>
/// <param name="Reference">How the plan names it.</param>
/// <param name="Signer">The key, or why it is not accepted.</param>
/// <param name="Anchor">Who vouches for it.</param>
internal sealed record CoseCandidate(SignerReference Reference, ResolvedSigner Signer, AnchorReport Anchor);

/// <summary>Who may have signed one message.</summary>
/// <param name="All">At least one candidate.</param>
/// <param name="Identified">
/// Whether the message says which of them it is, or the caller does: then a signature that none of them made is refuted. Otherwise it is merely
/// not known whose it is.
/// </param>
internal sealed record CoseCandidates(IReadOnlyList<CoseCandidate> All, bool Identified);
