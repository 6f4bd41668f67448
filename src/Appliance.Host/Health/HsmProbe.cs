using Appliance.Host.Api;
using Appliance.Hsm;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Appliance.Host.Health;

/// <summary>Lets the HSM sign a probe, at most once per interval, and remembers the result in between.</summary>
internal sealed class HsmProbe(ServiceParts parts, TimeSpan interval)
{
    private readonly Lock _gate = new();
    private HealthCheckResult _last;
    private long _validUntil;

    public HealthCheckResult Check()
    {
        lock (_gate)
        {
            long now = Environment.TickCount64;
            if (now < _validUntil)
                return _last;
            _last = Probe();
            _validUntil = now + (long)interval.TotalMilliseconds;
            return _last;
        }
    }

    private HealthCheckResult Probe()
    {
        try
        {
            parts.Voucher.Signer.Probe();
            return HealthCheckResult.Healthy("signed a probe");
        }
        catch (HsmException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
    }
}
