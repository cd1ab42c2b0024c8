using Gateway.Core.Watching;
using Gateway.Node.Callers;

namespace Gateway.Node.Watching;

/// <summary>Section <c>Gateway:Watching</c> once every part of it was found right.</summary>
/// <param name="Rules">What to warn of.</param>
/// <param name="Caller">Whose sight the watch has, and in whose name it submits.</param>
/// <param name="Sends">Whether warnings go out by themselves; otherwise each waits for a release officer.</param>
internal sealed record WatchSettings(RuleSet Rules, LocalCaller Caller, bool Sends)
{
    /// <summary>Name under which the watch submits and stands on the internal log.</summary>
    public const string CallerName = "watching";
}
