using System.Collections.Concurrent;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Appliance.Hsm;

/// <summary>
/// A token of a PKCS#11 module with one login and a bounded pool of sessions. Login belongs to the token, not to a session: one
/// session keeps it and is never lent out, because closing the last session logs everybody out. A session that failed is closed;
/// a lost connection is made again once per operation; a refused PIN is never tried twice. Safe for concurrent use.
/// </summary>
public sealed class Pkcs11Token : IDisposable
{
    private const string Login = "C_Login";

    private readonly Lock _connecting = new();
    private readonly Pkcs11Module _module;
    private readonly Pkcs11TokenOptions _options;
    private readonly HsmObserver _observer;
    private readonly SemaphoreSlim _permits;
    private readonly int _workers;
    private readonly ConcurrentStack<PooledSession> _idle = new();

    // Which generation a session handle belongs to, guarded by itself. A device may give a lost session's handle to a new one, and
    // closing the old would then close the new.
    private readonly Dictionary<ulong, int> _open = [];
    private Connection? _connection;
    private HsmException? _pinRefused;
    private bool _disposed;

    private Pkcs11Token(Pkcs11Module module, Pkcs11TokenOptions options, HsmObserver observer, Connection connection)
    {
        _module = module;
        _options = options;
        _observer = observer;
        _connection = connection;
        _workers = Math.Min(options.MaxSessions, connection.MaxSessions) - 1;
        _permits = new SemaphoreSlim(_workers);
        _open[connection.LoginSession.SessionId] = connection.Generation;
    }

    /// <summary>Label of the token.</summary>
    public string Label => _options.TokenLabel;

    /// <summary>The slot that the token is in now.</summary>
    public ulong? Slot => Volatile.Read(ref _connection)?.Slot.SlotId;

    /// <summary>The sessions that are open.</summary>
    public HsmSessions Sessions
    {
        get
        {
            int idle = _idle.Count;
            int busy = _workers - _permits.CurrentCount;
            return new HsmSessions(1 + idle + busy, busy, idle);
        }
    }

    /// <summary>Loads the module, finds the token by its label and logs in.</summary>
    /// <exception cref="HsmException">No module, no such token, or the PIN is refused.</exception>
    public static Pkcs11Token Open(Pkcs11TokenOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSessions, Pkcs11TokenOptions.MinSessions);
        Pkcs11Module module = Pkcs11Module.Load(options.Module);
        try
        {
            var observer = new HsmObserver(options.Observer);
            return new Pkcs11Token(module, options, observer, Connect(module, options, observer, generation: 0));
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    /// <summary>Closes all sessions, which logs out, and gives the module back. No operation may be under way.</summary>
    public void Dispose()
    {
        lock (_connecting)
        {
            if (_disposed)
                return;
            _disposed = true;
            while (_idle.TryPop(out PooledSession? session))
                Close(session.Session, session.Generation);
            if (_connection is { } connection)
                Close(connection.LoginSession, connection.Generation);
        }
        _permits.Dispose();
        _module.Dispose();
    }

    /// <summary>Runs an operation on a session of the pool, on this thread.</summary>
    /// <param name="operation">The PKCS#11 function, for errors and metrics.</param>
    /// <param name="work">The operation; run a second time after a reconnection where the connection was lost.</param>
    /// <exception cref="HsmException">It failed.</exception>
    internal T Run<T>(string operation, Func<PooledSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_permits.Wait(_options.SessionWait))
            throw NoSession(operation);
        return RunPermitted(operation, work);
    }

    /// <summary>Runs an operation on a session of the pool, on a thread of the thread pool: calls into a module block.</summary>
    /// <exception cref="HsmException">It failed.</exception>
    internal async Task<T> RunAsync<T>(string operation, Func<PooledSession, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!await _permits.WaitAsync(_options.SessionWait, cancellation))
            throw NoSession(operation);
        return await Task.Run(() => RunPermitted(operation, work), CancellationToken.None);
    }

    private static Connection Connect(Pkcs11Module module, Pkcs11TokenOptions options, HsmObserver observer, int generation)
    {
        ISlot? slot = null;
        try
        {
            slot = observer.Call("C_GetSlotList", () => Pkcs11Slots.Get(module.Library, options.TokenLabel));
            int maxSessions = MaxSessions(observer.Call("C_GetTokenInfo", slot.GetTokenInfo));
            ISession session = observer.Call("C_OpenSession", () => slot.OpenSession(SessionType.ReadOnly));
            try
            {
                observer.Call(Login, () => session.Login(CKU.CKU_USER, options.Pin.Value));
            }
            catch (Pkcs11Exception e) when (e.RV == CKR.CKR_USER_ALREADY_LOGGED_IN)
            {
                // Login is per token and process: somebody was first, and we are in.
            }
            catch
            {
                observer.Attempt("C_CloseSession", session.CloseSession);
                throw;
            }
            return new Connection(slot, session, maxSessions, generation);
        }
        catch (Pkcs11Exception e)
        {
            throw HsmException.From(e, options.TokenLabel, slot?.SlotId);
        }
    }

    private T RunPermitted<T>(string operation, Func<PooledSession, T> work)
    {
        try
        {
            for (bool again = true; ; again = false)
            {
                Connection connection = _connection!;
                try
                {
                    return RunOnce(connection, operation, work);
                }
                catch (Pkcs11Exception e) when (again && HsmAdvice.For(e.RV).Retry == HsmRetry.Reconnect)
                {
                    Reconnect(connection.Generation);
                }
                catch (Pkcs11Exception e)
                {
                    throw HsmException.From(e, Label, connection.Slot.SlotId);
                }
            }
        }
        finally
        {
            _permits.Release();
        }
    }

    private T RunOnce<T>(Connection connection, string operation, Func<PooledSession, T> work)
    {
        PooledSession session = Rent(connection);
        bool sound = false;
        try
        {
            T result = _observer.Call(operation, () => work(session));
            sound = true;
            return result;
        }
        finally
        {
            // After an error nobody knows what state an operation left behind in the session.
            if (sound && session.Generation == Volatile.Read(ref _connection)!.Generation)
                _idle.Push(session);
            else
                Close(session.Session, session.Generation);
        }
    }

    private PooledSession Rent(Connection connection)
    {
        while (_idle.TryPop(out PooledSession? session))
        {
            if (session.Generation == connection.Generation)
                return session;
            Close(session.Session, session.Generation);
        }
        lock (_open)
        {
            ISession opened = _observer.Call("C_OpenSession", () => connection.Slot.OpenSession(SessionType.ReadOnly));
            _open[opened.SessionId] = connection.Generation;
            return new PooledSession(opened, connection.Generation);
        }
    }

    private void Reconnect(int lostGeneration)
    {
        lock (_connecting)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Connection lost = _connection!;
            if (lost.Generation != lostGeneration)
                return;
            if (_pinRefused is not null)
                throw _pinRefused;
            try
            {
                // The new session is opened before the old one closes, so that the token is not logged out in between.
                lock (_open)
                {
                    Connection connection = Connect(_module, _options, _observer, lostGeneration + 1);
                    _open[connection.LoginSession.SessionId] = connection.Generation;
                    Volatile.Write(ref _connection, connection);
                }
            }
            catch (HsmException e) when (!e.IsTransient && e.Operation == Login)
            {
                _pinRefused = e;
                throw;
            }
            Close(lost.LoginSession, lost.Generation);
        }
    }

    /// <summary>Most sessions that a token has, as far as it says: zero is "without bound", all ones "unavailable" (PKCS#11 v2.40, section 3.2).</summary>
    private static int MaxSessions(ITokenInfo token) => token.MaxSessionCount is 0 or > int.MaxValue
        ? int.MaxValue
        : Math.Max(Pkcs11TokenOptions.MinSessions, (int)token.MaxSessionCount);

    private void Close(ISession session, int generation)
    {
        lock (_open)
        {
            ulong handle = session.SessionId;
            if (_open.GetValueOrDefault(handle, -1) != generation)
                return;
            _open.Remove(handle);
            _observer.Attempt("C_CloseSession", session.CloseSession);
        }
    }

    private HsmException NoSession(string operation) => HsmException.From(
        CKR.CKR_SESSION_COUNT, operation, Label, Slot, $"no session was free within {_options.SessionWait.TotalSeconds:0.#} s");

    private sealed record Connection(ISlot Slot, ISession LoginSession, int MaxSessions, int Generation);
}

/// <summary>A session of the pool. Object handles are good within one generation: a reconnection may change them.</summary>
internal sealed record PooledSession(ISession Session, int Generation);
