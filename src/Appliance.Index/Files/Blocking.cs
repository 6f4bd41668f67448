namespace Appliance.Index.Files;

/// <summary>
/// Long work that waits for the disk, on a thread of its own: on a machine with few cores a pool thread that waits is one of two that
/// could complete what it waits for, and the pool adds another only after half a second.
/// </summary>
internal static class Blocking
{
    /// <summary>Runs the function.</summary>
    public static Task<T> Run<T>(Func<T> function, CancellationToken cancellation) =>
        Task.Factory.StartNew(function, cancellation, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
