using System.Runtime.InteropServices;

namespace Appliance.Host.Bench;

/// <summary>
/// Processor time of the calling thread: what a core spent on the work, whoever else wanted the core. Background compilation and collection run
/// on other threads and are not in it.
/// </summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux, the same for every architecture.
    private const int ThreadTime = 3;

    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Seconds since some moment.</summary>
    public static double Seconds
    {
        get
        {
            if (clock_gettime(ThreadTime, out Timespec time) != 0)
                throw new InvalidOperationException("the kernel does not tell the processor time of a thread");
            return time.Seconds + time.Nanoseconds / NanosecondsPerSecond;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    /// <summary>struct timespec of 64-bit Linux.</summary>
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
