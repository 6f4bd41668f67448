using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>
/// Makes a SoftHSM2 token with a P-256 signing key that cannot leave it. What exists is found and reported, never overwritten: a
/// second run changes nothing, and one that was cut short is finished by the next.
/// </summary>
public static class SoftHsmProvisioning
{
    private const string ConfigurationFile = "softhsm2.conf";
    private const string TokenFolder = "tokens";
    private const string TokenFolderKey = "directories.tokendir";
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes sure of token and key.</summary>
    /// <exception cref="HsmException">The module is missing, the token exists under another PIN, or the module refused.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static SoftHsmProvisioned Provision(SoftHsmRequest request)
    {
        int labelBytes = Encoding.UTF8.GetByteCount(request.TokenLabel);
        if (labelBytes is 0 or > SoftHsmRequest.MaxTokenLabelBytes)
            throw new ArgumentException($"a token label has 1 to {SoftHsmRequest.MaxTokenLabelBytes} bytes, not {labelBytes}", nameof(request));
        string configuration = WriteConfiguration(Path.GetFullPath(request.Directory));
        using var module = Pkcs11Module.Load(new Pkcs11ModuleOptions { Path = request.ModulePath, SoftHsmConfiguration = configuration });
        bool tokenCreated = Translate(request, null, () => EnsureToken(module.Library, request));
        ISlot slot = Translate(request, null, () => Pkcs11Slots.Get(module.Library, request.TokenLabel));
        Translate(request, slot, () => EnsureUserPin(slot, request));
        (byte[] publicKey, bool keyCreated) = Translate(request, slot, () => EnsureKey(slot, request));
        return new SoftHsmProvisioned(module.Path, configuration, tokenCreated, keyCreated, publicKey);
    }

    private static T Translate<T>(SoftHsmRequest request, ISlot? slot, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Pkcs11Exception e)
        {
            throw HsmException.From(e, request.TokenLabel, slot?.SlotId);
        }
    }

    private static string WriteConfiguration(string directory)
    {
        string tokens = Path.Combine(directory, TokenFolder);
        string file = Path.Combine(directory, ConfigurationFile);
        MakeFolder(directory);
        MakeFolder(tokens);
        if (File.Exists(file))
        {
            DemandTokenFolder(file, tokens);
            return file;
        }
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        using var writer = new StreamWriter(file, options);
        writer.Write($"{TokenFolderKey} = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
        return file;
    }

    // A data directory that was moved or copied would otherwise get a new, empty token at its old place.
    private static void DemandTokenFolder(string file, string tokens)
    {
        string? found = File.ReadLines(file)
            .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair is [TokenFolderKey, _])?[1];
        if (found != tokens)
            throw HsmException.From(
                CKR.CKR_GENERAL_ERROR, "read configuration", "", null, $"{file} keeps its tokens in {found ?? "no folder"}, not in {tokens}: correct {TokenFolderKey}");
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    private static bool EnsureToken(IPkcs11Library library, SoftHsmRequest request)
    {
        if (Pkcs11Slots.Find(library, request.TokenLabel) is not null)
            return false;
        ISlot blank = Pkcs11Slots.FindBlank(library)
            ?? throw HsmException.From(CKR.CKR_TOKEN_NOT_PRESENT, "C_InitToken", request.TokenLabel, null, "no slot holds a blank token");
        blank.InitToken(request.SecurityOfficerPin.Value, Encoding.UTF8.GetBytes(request.TokenLabel));
        return true;
    }

    private static bool EnsureUserPin(ISlot slot, SoftHsmRequest request)
    {
        // Also where an earlier run was cut short between the two PINs.
        if (slot.GetTokenInfo().TokenFlags.UserPinInitialized)
            return false;
        using ISession session = slot.OpenSession(SessionType.ReadWrite);
        session.Login(CKU.CKU_SO, request.SecurityOfficerPin.Value);
        session.InitPin(request.Pin.Value);
        session.Logout();
        return true;
    }

    private static (byte[] PublicKey, bool Created) EnsureKey(ISlot slot, SoftHsmRequest request)
    {
        using ISession session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, request.Pin.Value);
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // Another holder of the module in this process is logged in, and login is per token.
        }
        var key = new SigningKey(request.KeyLabel, request.KeyId);
        bool created = key.FindPrivate(session, request.TokenLabel) is null;
        if (created)
            Generate(session, request);
        key.DemandBound(session, request.TokenLabel);
        return (key.ReadPublic(session, request.TokenLabel), created);
    }

    private static void Generate(ISession session, SoftHsmRequest request)
    {
        var factory = Pkcs11Module.Factories.ObjectAttributeFactory;
        byte[] id = request.KeyId.ToArray();
        List<IObjectAttribute> publicKey =
        [
            factory.Create(CKA.CKA_TOKEN, true),
            factory.Create(CKA.CKA_PRIVATE, false),
            factory.Create(CKA.CKA_LABEL, request.KeyLabel),
            factory.Create(CKA.CKA_ID, id),
            factory.Create(CKA.CKA_VERIFY, true),
            factory.Create(CKA.CKA_EC_PARAMS, SigningKey.P256.ToArray()),
        ];
        List<IObjectAttribute> privateKey =
        [
            factory.Create(CKA.CKA_TOKEN, true),
            factory.Create(CKA.CKA_PRIVATE, true),
            factory.Create(CKA.CKA_LABEL, request.KeyLabel),
            factory.Create(CKA.CKA_ID, id),
            factory.Create(CKA.CKA_SIGN, true),
            // SoftHSM2 allows every use that is not forbidden.
            factory.Create(CKA.CKA_DECRYPT, false),
            factory.Create(CKA.CKA_UNWRAP, false),
            factory.Create(CKA.CKA_DERIVE, false),
            factory.Create(CKA.CKA_SENSITIVE, true),
            factory.Create(CKA.CKA_EXTRACTABLE, false),
        ];
        using IMechanism mechanism = Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
        session.GenerateKeyPair(mechanism, publicKey, privateKey, out _, out _);
    }
}
