using Appliance.Engine;
using Appliance.Host.Configuration;
using Appliance.Kernels;
using Appliance.Verification.Documents;

namespace Appliance.Host;

/// <summary>A document verifier with the engine below it, put together from a configuration.</summary>
internal sealed class ApplianceVerifier : IAsyncDisposable
{
    /// <param name="configuration">What is configured.</param>
    /// <param name="forService">
    /// A service accepts no document that vouches for itself, and asks for all known answers before it is ready; a command does neither.
    /// </param>
    /// <param name="fault">Told of faults that take something out of service, in words; may be called by any thread.</param>
    /// <exception cref="ConfigurationException">The selection of backends or a chaincode policy cannot be read.</exception>
    /// <exception cref="BackendException">No backend may serve.</exception>
    public ApplianceVerifier(ApplianceConfiguration configuration, bool forService, Action<string> fault)
    {
        BackendSelection selection = configuration.ToBackendSelection();
        BackendLadder ladder = forService
            ? new BackendLadder(BackendCatalogue.Steps, selection)
            : BackendLadder.AskingLate(BackendCatalogue.Steps, selection);
        Engine = new BatchingVerifier(ladder, configuration.ToEngineOptions(fault));
        try
        {
            Documents = new DocumentVerifier(Engine, configuration.ToVerificationOptions(allowSelfDeclared: !forService));
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException($"{SettingCatalogue.ChaincodePolicies}: {exception.Message}", exception);
        }
    }

    /// <summary>Judges documents.</summary>
    public DocumentVerifier Documents { get; }

    /// <summary>Judges documents that a caller of the service brings.</summary>
    public DocumentVerifier For(string caller) => Documents.With(Engine.For(caller));

    /// <summary>Computes plans in batches.</summary>
    public BatchingVerifier Engine { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
