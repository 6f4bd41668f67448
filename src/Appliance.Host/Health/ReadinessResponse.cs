using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Appliance.Host.Health;

/// <summary>Writes health in lines: <c>ok</c>, or with <c>?verbose</c> one line per check.</summary>
internal static class ReadinessResponse
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        bool ready = report.Status == HealthStatus.Healthy;
        var text = new StringBuilder();
        if (!ready || context.Request.Query.ContainsKey("verbose"))
        {
            foreach ((string name, HealthReportEntry entry) in report.Entries)
                text.Append(entry.Status == HealthStatus.Healthy ? "[+]" : "[-]").Append(name).Append(": ").Append(entry.Description).Append('\n');
        }

        text.Append(ready ? "ok\n" : "not ready\n");
        return context.Response.WriteAsync(text.ToString());
    }
}
