using System.Text;
using Appliance.Host.Configuration;
using Appliance.Hsm;
using Appliance.Log;

namespace Appliance.Host.Vouching;

/// <summary>
/// Provisions a data directory: configuration, PINs, token, key, public key. What exists stays as it is, so a second run changes
/// nothing and a run that was cut short is finished by the next.
/// </summary>
internal static class Initialisation
{
    private const string SecurityOfficerPinFile = "hsm/so-pin";
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>What was done, one line each; empty when everything was there.</summary>
    public sealed record Result(IReadOnlyList<string> Done, LogPublicKey Key);

    /// <exception cref="HsmException">The token cannot be made, or exists under another PIN.</exception>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public static Result Run(DataDirectory data, ApplianceConfiguration configuration)
    {
        var done = new List<string>();
        Directory.CreateDirectory(data.Path, OwnerDirectory);
        Directory.CreateDirectory(data.HsmDirectory, OwnerDirectory);
        if (WriteIfMissing(data.ConfigurationFile, ConfigurationTemplate.Write()))
            done.Add($"configuration {data.ConfigurationFile}");

        using HsmPin pin = ReadOrGenerate(data.Resolve(configuration.Text(SettingCatalogue.HsmPinFile)), "user PIN", done);
        using HsmPin officer = ReadOrGenerate(data.Resolve(SecurityOfficerPinFile), "PIN of the security officer", done);
        SoftHsmProvisioned provisioned = SoftHsmProvisioning.Provision(new SoftHsmRequest
        {
            Directory = data.HsmDirectory,
            TokenLabel = configuration.Text(SettingCatalogue.HsmTokenLabel),
            KeyLabel = configuration.Text(SettingCatalogue.HsmKeyLabel),
            Pin = pin,
            SecurityOfficerPin = officer,
            ModulePath = configuration.Text(SettingCatalogue.HsmModule) is { Length: > 0 } module ? module : null,
        });
        if (provisioned.TokenCreated)
            done.Add($"token '{configuration.Text(SettingCatalogue.HsmTokenLabel)}' in {data.HsmDirectory} ({provisioned.ModulePath})");
        if (provisioned.KeyCreated)
            done.Add($"P-256 key '{configuration.Text(SettingCatalogue.HsmKeyLabel)}', not extractable");

        LogPublicKey key = LogPublicKey.Parse(provisioned.PublicKey.Span);
        if (WriteIfMissing(data.PublicKeyFile, key.ToPem()))
            done.Add($"public key for checking receipts {data.PublicKeyFile}");
        return new Result(done, key);
    }

    private static HsmPin ReadOrGenerate(string file, string what, List<string> done)
    {
        if (File.Exists(file))
            return HsmPin.FromFile(file);
        HsmPin pin = HsmPin.Generate();
        pin.WriteTo(file);
        done.Add($"{what} {file} (mode 0600)");
        return pin;
    }

    private static bool WriteIfMissing(string file, string text)
    {
        if (File.Exists(file))
            return false;
        string temporary = file + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file);
        return true;
    }
}
