using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm.Tests;

/// <summary>
/// A real SoftHSM2 in a folder of its own. A process has one configuration of a module, so all tests share it, one after the
/// other, each with tokens of its own.
/// </summary>
public sealed class SoftHsm : IDisposable
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("softhsm-").FullName;
    private int _tokens;

    public const string KeyLabel = "tree-head";

    public string Directory => Path.Combine(_root, "hsm");

    public string Configuration => Path.Combine(Directory, "softhsm2.conf");

    public HsmPin Pin { get; } = HsmPin.Generate();

    public HsmPin SecurityOfficerPin { get; } = HsmPin.Generate();

    public Pkcs11ModuleOptions Module => new() { SoftHsmConfiguration = Configuration };

    public static void SkipWhereAbsent() =>
        Assert.SkipWhen(Pkcs11Module.FindSoftHsm() is null, "libsofthsm2.so is not installed (package softhsm2)");

    public SoftHsmRequest Request(string label) => new()
    {
        Directory = Directory,
        TokenLabel = label,
        KeyLabel = KeyLabel,
        Pin = Pin,
        SecurityOfficerPin = SecurityOfficerPin,
    };

    /// <summary>A new token with a key; skips the test where there is no SoftHSM2.</summary>
    public string NewToken()
    {
        SkipWhereAbsent();
        string label = $"token-{++_tokens}";
        SoftHsmProvisioned made = SoftHsmProvisioning.Provision(Request(label));
        Assert.True(made is { TokenCreated: true, KeyCreated: true });
        return label;
    }

    public Pkcs11TokenOptions Options(string label, Calls? calls = null) => new()
    {
        Module = Module,
        TokenLabel = label,
        Pin = Pin,
        Observer = calls is null ? null : calls.Add,
    };

    /// <summary>Does something to a token behind the product's back, logged in as the user.</summary>
    public void Tamper(string label, Action<ISlot, ISession> action)
    {
        using Pkcs11Module module = Pkcs11Module.Load(Module);
        ISlot slot = Pkcs11Slots.Get(module.Library, label);
        using ISession session = slot.OpenSession(SessionType.ReadWrite);
        try
        {
            session.Login(CKU.CKU_USER, Pin.Value);
        }
        catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
        {
            // The token under test is open in this process.
        }
        action(slot, session);
    }

    /// <summary>Closes every session of the token, which logs it out: what a restarted device looks like.</summary>
    public void KillSessions(string label)
    {
        using Pkcs11Module module = Pkcs11Module.Load(Module);
        Pkcs11Slots.Get(module.Library, label).CloseAllSessions();
    }

    public static List<IObjectAttribute> PrivateTemplate(string label, byte id, bool extractable = false)
    {
        var factory = Pkcs11Module.Factories.ObjectAttributeFactory;
        return
        [
            factory.Create(CKA.CKA_TOKEN, true),
            factory.Create(CKA.CKA_PRIVATE, true),
            factory.Create(CKA.CKA_LABEL, label),
            factory.Create(CKA.CKA_ID, [id]),
            factory.Create(CKA.CKA_SIGN, true),
            factory.Create(CKA.CKA_SENSITIVE, !extractable),
            factory.Create(CKA.CKA_EXTRACTABLE, extractable),
        ];
    }

    public static void Generate(ISession session, string label, byte id, bool extractable = false, string curve = "06082A8648CE3D030107")
    {
        var factory = Pkcs11Module.Factories.ObjectAttributeFactory;
        List<IObjectAttribute> publicKey =
        [
            factory.Create(CKA.CKA_TOKEN, true),
            factory.Create(CKA.CKA_LABEL, label),
            factory.Create(CKA.CKA_ID, [id]),
            factory.Create(CKA.CKA_VERIFY, true),
            factory.Create(CKA.CKA_EC_PARAMS, Convert.FromHexString(curve)),
        ];
        using IMechanism mechanism = Pkcs11Module.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
        session.GenerateKeyPair(mechanism, publicKey, PrivateTemplate(label, id, extractable), out _, out _);
    }

    public void Dispose()
    {
        Pin.Dispose();
        SecurityOfficerPin.Dispose();
        System.IO.Directory.Delete(_root, recursive: true);
    }

    /// <summary>The calls that an observer was told of.</summary>
    public sealed class Calls
    {
        private readonly List<HsmOperation> _calls = [];

        public void Add(HsmOperation operation)
        {
            lock (_calls)
                _calls.Add(operation);
        }

        public int Count(string operation, string? ckr = null)
        {
            lock (_calls)
                return _calls.Count(c => c.Operation == operation && (ckr is null || c.Ckr == ckr));
        }
    }

    internal string PinText() => Encoding.ASCII.GetString(Pin.Value);
}

[CollectionDefinition(Name)]
public sealed class SoftHsmTests : ICollectionFixture<SoftHsm>
{
    public const string Name = "SoftHSM2";
}
