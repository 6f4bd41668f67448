using Appliance.Host.Configuration;
using Appliance.Host.Telemetry;
using Appliance.Host.Vouching;
using Appliance.Index;

namespace Appliance.Host.Api;

/// <summary>Everything that a running service is made of, opened in order and closed in reverse.</summary>
internal sealed class ServiceParts : IAsyncDisposable
{
    private ServiceParts(
        DataDirectory data, ApplianceConfiguration configuration, AnchorSource anchors, ApplianceVerifier verifier, ChainIndex index, Voucher voucher, ApplianceMetrics metrics, FaultLog faults)
    {
        Data = data;
        Configuration = configuration;
        Anchors = anchors;
        Verifier = verifier;
        Index = index;
        Voucher = voucher;
        Metrics = metrics;
        Faults = faults;
        Admission = new Admission(
            configuration.Int32(SettingCatalogue.ServiceMaxConcurrent), configuration.Int32(SettingCatalogue.ServiceMaxWaiting));
    }

    public DataDirectory Data { get; }

    public ApplianceConfiguration Configuration { get; }

    public AnchorSource Anchors { get; }

    public ApplianceVerifier Verifier { get; }

    public ChainIndex Index { get; }

    public Voucher Voucher { get; }

    public Admission Admission { get; }

    public ApplianceMetrics Metrics { get; }

    public FaultLog Faults { get; }

    /// <summary>Opens all parts. A service that cannot do its work does not start.</summary>
    public static async Task<ServiceParts> OpenAsync(DataDirectory data, ApplianceConfiguration configuration, CancellationToken cancellation)
    {
        var anchors = new AnchorSource(data.TrustFile);
        var faults = new FaultLog();
        var verifier = new ApplianceVerifier(configuration, forService: true, faults.Write);
        var metrics = new ApplianceMetrics();
        Voucher? voucher = null;
        try
        {
            voucher = await Voucher.OpenAsync(data, configuration, metrics.ObserveHsm, cancellation).ConfigureAwait(false);
            string directory = data.Resolve(configuration.Text(SettingCatalogue.IndexDirectory));
            ChainIndex index = await ChainIndex.OpenAsync(directory, IndexOptions.Default, null, cancellation).ConfigureAwait(false);
            return new ServiceParts(data, configuration, anchors, verifier, index, voucher, metrics, faults);
        }
        catch
        {
            if (voucher is not null)
                await voucher.DisposeAsync().ConfigureAwait(false);
            await verifier.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admission.Dispose();
        await Verifier.DisposeAsync().ConfigureAwait(false);
        await Voucher.DisposeAsync().ConfigureAwait(false);
        await Index.DisposeAsync().ConfigureAwait(false);
    }
}
