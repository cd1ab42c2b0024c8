using System.Collections.Immutable;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// A place for every id that can decide, in ordinal order of ids, so that ids taken by ascending place are sorted. Two rules of one id have
/// two places. Immutable.
/// </summary>
internal sealed class DeciderSlots
{
    private readonly ImmutableArray<string> _ids;

    public DeciderSlots(ImmutableArray<PolicyRule> rules)
    {
        (string Id, int From)[] all = [.. RuleIds.All.Select(id => (id, -1)), .. rules.Select((rule, i) => (rule.Id, i))];
        (string Id, int From)[] sorted = [.. all.OrderBy(decider => decider.Id, StringComparer.Ordinal).ThenBy(decider => decider.From)];
        _ids = [.. sorted.Select(decider => decider.Id)];
        var slots = new int[rules.Length];
        for (int slot = 0; slot < sorted.Length; slot++)
        {
            if (sorted[slot].From >= 0)
            {
                slots[sorted[slot].From] = slot;
            }
        }

        Rules = [.. slots];
        Plain = [.. CompiledChecks.Plain.Select(Check)];
        (Unreadable, Agreement, Releasability) = (Check(RuleIds.Unreadable), Check(RuleIds.Agreement), Check(RuleIds.Releasability));
        (UnknownCode, NoRule) = (Check(RuleIds.UnknownCode), Check(RuleIds.NoRule));

        int Check(string id) => Array.IndexOf(sorted, (id, -1));
    }

    public int Count => _ids.Length;

    public string this[int slot] => _ids[slot];

    /// <summary>Places of the rules, in the order in which they were given.</summary>
    public ImmutableArray<int> Rules { get; }

    /// <summary>Places of <see cref="CompiledChecks.Plain"/>.</summary>
    public int[] Plain { get; }

    public int Unreadable { get; }

    public int Agreement { get; }

    public int Releasability { get; }

    public int UnknownCode { get; }

    public int NoRule { get; }
}
