using System.Diagnostics;
using Net.Pkcs11Interop.Common;

namespace Appliance.Hsm;

/// <summary>Times calls into the module and tells their return values.</summary>
internal sealed class HsmObserver(Action<HsmOperation>? observer)
{
    public T Call<T>(string operation, Func<T> call)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            T result = call();
            Tell(operation, started, CKR.CKR_OK);
            return result;
        }
        catch (Pkcs11Exception e)
        {
            Tell(operation, started, e.RV);
            throw;
        }
    }

    public void Call(string operation, Action call) => Call(operation, () =>
    {
        call();
        return true;
    });

    /// <summary>Makes a call whose failure changes nothing, such as closing a session that is gone. The observer still hears of it.</summary>
    public void Attempt(string operation, Action call)
    {
        long started = Stopwatch.GetTimestamp();
        CKR result = CKR.CKR_OK;
        try
        {
            call();
        }
        catch (Pkcs11Exception e)
        {
            result = e.RV;
        }
        Tell(operation, started, result);
    }

    private void Tell(string operation, long started, CKR result) =>
        observer?.Invoke(new HsmOperation(operation, Stopwatch.GetElapsedTime(started), HsmException.Name(result)));
}
