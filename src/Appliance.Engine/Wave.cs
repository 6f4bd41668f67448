using Appliance.Kernels;
using Appliance.Verification.Evaluation;

namespace Appliance.Engine;

/// <summary>Signature checks of one plan and one algorithm that are ready to be computed, waiting to be merged with others'.</summary>
internal sealed class Wave(
    PlanState state, SignatureAlgorithm algorithm, IReadOnlyList<int> nodes, string caller, CancellationToken cancellation)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The plan's values and verdicts. Each wave writes the verdicts of its own nodes only.</summary>
    public PlanState State { get; } = state;

    public SignatureAlgorithm Algorithm { get; } = algorithm;

    /// <summary>The rule of the plan: waves merge only with their like.</summary>
    public SignatureRule Rule { get; } = SignatureRule.Of(state.Bound, algorithm);

    /// <summary>Who asked.</summary>
    public string Caller { get; } = caller;

    /// <summary>Indices of verify nodes in the plan.</summary>
    public IReadOnlyList<int> Nodes { get; } = nodes;

    /// <summary>The caller's: a wave nobody waits for is dropped.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Completes when every node has its verdict.</summary>
    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
