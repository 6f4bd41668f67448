namespace Appliance.Host.Configuration;

/// <summary>Where the appliance keeps its files, and what each is called.</summary>
/// <param name="Path">Absolute path; need not exist.</param>
public sealed record DataDirectory(string Path)
{
    /// <summary>Environment variable that names the data directory.</summary>
    public const string Variable = "APPLIANCE_DATA";

    private const string ForRoot = "/var/lib/appliance";
    private const string ForUsers = ".local/share/appliance";

    /// <summary>The configuration file that <c>init</c> writes.</summary>
    public string ConfigurationFile => Resolve("appliance.toml");

    /// <summary>The pinned anchors.</summary>
    public string TrustFile => Resolve("trust.json");

    /// <summary>The public key that receipts are checked with, PEM.</summary>
    public string PublicKeyFile => Resolve("verdict-log.pem");

    /// <summary>Directory of the token and its PIN.</summary>
    public string HsmDirectory => Resolve("hsm");

    /// <summary>
    /// The directory that the caller named, else the one of the environment, else the default: /var/lib/appliance for root, otherwise
    /// below the home directory.
    /// </summary>
    public static DataDirectory Find(string? named)
    {
        string path = named ?? Environment.GetEnvironmentVariable(Variable) ?? string.Empty;
        if (path.Length == 0)
        {
            path = Environment.IsPrivilegedProcess
                ? ForRoot
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ForUsers);
        }

        return new DataDirectory(System.IO.Path.GetFullPath(path));
    }

    /// <summary>A path of the configuration: relative ones are relative to the data directory.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);

    /// <inheritdoc/>
    public override string ToString() => Path;
}
