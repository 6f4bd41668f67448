using Appliance.Host.Configuration;
using Appliance.Hsm;
using Appliance.Index;
using Appliance.Log;
using Appliance.Log.Receipts;
using Appliance.Log.Verdicts;
using Appliance.Verification.Reports;

namespace Appliance.Host.Vouching;

/// <summary>
/// Enters verdicts in the verdict log, whose heads the HSM signs, and returns receipts. One per data directory; safe for concurrent
/// use.
/// </summary>
internal sealed class Voucher : IAsyncDisposable
{
    private readonly HsmPin _pin;
    private readonly Pkcs11Token _token;
    private readonly LogStorage _storage;

    private Voucher(HsmPin pin, Pkcs11Token token, HsmTreeHeadSigner signer, LogStorage storage, VerdictLog log)
    {
        _pin = pin;
        _token = token;
        Signer = signer;
        _storage = storage;
        Log = log;
    }

    /// <summary>The key in the HSM.</summary>
    public HsmTreeHeadSigner Signer { get; }

    /// <summary>The verdict log.</summary>
    public VerdictLog Log { get; }

    /// <summary>Sessions with the HSM.</summary>
    public HsmSessions Sessions => _token.Sessions;

    /// <summary>Logs in, opens the log and checks that it is the one that this key signed.</summary>
    /// <exception cref="HsmException">The HSM refuses.</exception>
    /// <exception cref="LogDamagedException">The log is not what was signed.</exception>
    public static async Task<Voucher> OpenAsync(
        DataDirectory data, ApplianceConfiguration configuration, Action<HsmOperation>? observer, CancellationToken cancellation)
    {
        HsmPin pin = HsmPinSource.Read(data, configuration);
        Pkcs11Token? token = null;
        LogStorage? storage = null;
        try
        {
            token = Pkcs11Token.Open(new Pkcs11TokenOptions
            {
                Module = ModuleOptions(data, configuration),
                TokenLabel = configuration.Text(SettingCatalogue.HsmTokenLabel),
                Pin = pin,
                MaxSessions = configuration.Int32(SettingCatalogue.HsmMaxSessions),
                Observer = observer,
            });
            HsmTreeHeadSigner signer = HsmTreeHeadSigner.Open(token, configuration.Text(SettingCatalogue.HsmKeyLabel));
            storage = await LogStorage.OpenAsync(
                data.Resolve(configuration.Text(SettingCatalogue.LogDirectory)), IndexOptions.Default, cancellation).ConfigureAwait(false);
            VerdictLog log = await VerdictLog.OpenAsync(storage, signer, null, cancellation).ConfigureAwait(false);
            return new Voucher(pin, token, signer, storage, log);
        }
        catch
        {
            if (storage is not null)
                await storage.DisposeAsync().ConfigureAwait(false);
            token?.Dispose();
            pin.Dispose();
            throw;
        }
    }

    /// <summary>The module that the configuration names.</summary>
    public static Pkcs11ModuleOptions ModuleOptions(DataDirectory data, ApplianceConfiguration configuration)
    {
        string module = configuration.Text(SettingCatalogue.HsmModule);
        string softHsm = configuration.Text(SettingCatalogue.HsmSoftHsmConfiguration);
        return new Pkcs11ModuleOptions
        {
            Path = module.Length > 0 ? module : null,
            SoftHsmConfiguration = softHsm.Length > 0 ? data.Resolve(softHsm) : null,
        };
    }

    /// <summary>Enters the verdict of a report in the log and returns its receipt once the head above it is signed and durable.</summary>
    /// <exception cref="HsmException">The HSM does not sign.</exception>
    /// <exception cref="LogUnavailableException">The log takes no entries.</exception>
    public Task<Receipt> VouchAsync(DocumentReport report, CancellationToken cancellation) =>
        Log.AppendAsync(VerdictEntry.From(report, report.Profile, DateTimeOffset.UtcNow), cancellation);

    /// <summary>Closes the log, then what it stands on.</summary>
    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync().ConfigureAwait(false);
        await _storage.DisposeAsync().ConfigureAwait(false);
        _token.Dispose();
        _pin.Dispose();
    }
}
