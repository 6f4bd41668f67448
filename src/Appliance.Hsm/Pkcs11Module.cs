using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>Which PKCS#11 module to load, and how.</summary>
public sealed record Pkcs11ModuleOptions
{
    /// <summary>Path of the module; null looks for SoftHSM2 (<see cref="Pkcs11Module.FindSoftHsm"/>).</summary>
    public string? Path { get; init; }

    /// <summary>SoftHSM2: path of its configuration file, which becomes <c>SOFTHSM2_CONF</c>; null leaves the variable alone.</summary>
    public string? SoftHsmConfiguration { get; init; }
}

/// <summary>
/// A loaded PKCS#11 module. A process initialises each module once (C_Initialize and C_Finalize act on the whole process), so
/// holders share it and the last one to dispose closes it.
/// </summary>
public sealed class Pkcs11Module : IDisposable
{
    private const string ConfigurationVariable = "SOFTHSM2_CONF";
    private const string LoadStep = "load module";

    // Debian's link and its folders by architecture, Fedora's, and that of a build from source.
    private static readonly string[] SoftHsmPaths =
    [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
    ];

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Shared> Loaded = [];

    private readonly Shared _shared;
    private int _disposed;

    private Pkcs11Module(Shared shared) => _shared = shared;

    /// <summary>Path of the module, links resolved.</summary>
    public string Path => _shared.Path;

    internal static Pkcs11InteropFactories Factories { get; } = new();

    internal IPkcs11Library Library => _shared.Library;

    /// <summary>Where SoftHSM2 is installed, or null.</summary>
    public static string? FindSoftHsm() => Array.Find(SoftHsmPaths, File.Exists);

    /// <summary>Loads and initialises a module, or shares it where it is loaded already.</summary>
    /// <exception cref="HsmException"><c>CKR_LIBRARY_LOAD_FAILED</c> or what C_Initialize returned.</exception>
    public static Pkcs11Module Load(Pkcs11ModuleOptions options)
    {
        string path = Resolve(options.Path);
        lock (Gate)
        {
            if (!Loaded.TryGetValue(path, out Shared? shared))
                Loaded[path] = shared = new Shared(path, options.SoftHsmConfiguration, Initialise(path, options.SoftHsmConfiguration));
            else if (options.SoftHsmConfiguration is { } configuration && configuration != shared.Configuration)
                throw HsmException.From(
                    CKR.CKR_CRYPTOKI_ALREADY_INITIALIZED, LoadStep, "", null, $"{path} runs with configuration {shared.Configuration ?? "of its environment"}, not {configuration}");
            shared.Holders++;
            return new Pkcs11Module(shared);
        }
    }

    /// <summary>Gives the module back; the last holder finalises and unloads it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        lock (Gate)
        {
            if (--_shared.Holders > 0)
                return;
            Loaded.Remove(_shared.Path);
            _shared.Library.Dispose();
        }
    }

    private static string Resolve(string? configured)
    {
        string path = configured ?? FindSoftHsm()
            ?? throw HsmException.From(CKR.CKR_LIBRARY_LOAD_FAILED, LoadStep, "", null, $"SoftHSM2 is not in {string.Join(", ", SoftHsmPaths)}");
        var file = new FileInfo(path);
        return file.Exists
            ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName
            : throw HsmException.From(CKR.CKR_LIBRARY_LOAD_FAILED, LoadStep, "", null, $"there is no module {path}");
    }

    private static IPkcs11Library Initialise(string path, string? configuration)
    {
        NativeModules.ResolveLibDl();
        if (configuration is not null)
            NativeModules.SetEnvironment(ConfigurationVariable, configuration);
        try
        {
            return Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, path, AppType.MultiThreaded);
        }
        catch (Pkcs11Exception e)
        {
            throw HsmException.From(e, "", null);
        }
        catch (Exception e) when (e is UnmanagedException or LibraryArchitectureException or DllNotFoundException)
        {
            throw HsmException.From(CKR.CKR_LIBRARY_LOAD_FAILED, LoadStep, "", null, $"{path}: {e.Message}", e);
        }
    }

    private sealed class Shared(string path, string? configuration, IPkcs11Library library)
    {
        public string Path => path;

        public string? Configuration => configuration;

        public IPkcs11Library Library => library;

        public int Holders { get; set; }
    }
}
