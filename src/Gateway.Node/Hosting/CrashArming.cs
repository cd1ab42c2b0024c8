using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Core.Releasing;

namespace Gateway.Node.Hosting;

/// <summary>
/// Setting <c>Gateway:CrashAt = name[:nth]</c>: this process ends by SIGKILL at the nth passing of a named point, so that no finally block
/// runs, no buffer is flushed and nobody is told.
/// </summary>
/// <param name="Point">Where.</param>
/// <param name="Nth">At which passing, from 1.</param>
internal sealed record CrashArming(CrashPoint Point, int Nth)
{
    private int _passed;

    /// <summary>Every name that can be armed.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<CrashPoint>().Select(CrashPoints.Name);

    public static bool TryParse(string text, [NotNullWhen(true)] out CrashArming? arming)
    {
        string[] parts = text.Split(':');
        int nth = 1;
        CrashPoint point = Enum.GetValues<CrashPoint>().FirstOrDefault(known => CrashPoints.Name(known) == parts[0]);
        bool counted = parts.Length == 1
            || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out nth) && nth > 0);
        arming = point != default && counted ? new CrashArming(point, nth) : null;
        return arming is not null;
    }

    public void Arm() => CrashPoints.Arm(Passing);

    private void Passing(CrashPoint point)
    {
        if (point == Point && Interlocked.Increment(ref _passed) == Nth)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill();

            // The signal ends every thread; until it arrives this one must not take another step.
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
