using Appliance.Host.Cli;
using Appliance.Host.Configuration;
using Appliance.Hsm;

namespace Appliance.Host.Vouching;

/// <summary>Where the user PIN comes from: a systemd credential, else a file. Never an argument, never the environment.</summary>
internal static class HsmPinSource
{
    /// <summary>Name of the systemd credential (<c>LoadCredential=hsm-pin:…</c>).</summary>
    public const string CredentialName = "hsm-pin";

    private const string CredentialsDirectory = "CREDENTIALS_DIRECTORY";

    /// <exception cref="CommandFailure">There is no PIN.</exception>
    /// <exception cref="HsmException">The file is open to others or holds no PIN.</exception>
    public static HsmPin Read(DataDirectory data, ApplianceConfiguration configuration)
    {
        string? credentials = Environment.GetEnvironmentVariable(CredentialsDirectory);
        if (!string.IsNullOrEmpty(credentials) && Path.Combine(credentials, CredentialName) is var credential && File.Exists(credential))
            return HsmPin.FromFile(credential);
        string file = data.Resolve(configuration.Text(SettingCatalogue.HsmPinFile));
        return File.Exists(file)
            ? HsmPin.FromFile(file)
            : throw new CommandFailure(
                ExitCode.Configuration, data.Path, $"is not initialised: no PIN in {file}", "run 'appliance init', or name the data directory with --data");
    }
}
