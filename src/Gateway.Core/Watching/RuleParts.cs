using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>Reads what single kinds of rules have. Every value that is wrong is told, and a harmless one stands in for it.</summary>
internal static class RuleParts
{
    private const int LongestId = 32;
    private const int LongestName = 120;
    private const int LongestUnit = 32;
    private const int MostDays = 8;

    public static string Id(DocumentCursor item)
    {
        string id = Text(item, "id", LongestId);
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            item.TryMember("id", out DocumentCursor place);
            place.Fail("not-an-id", "a-z, 0-9 and hyphens are expected here.");
        }

        return id;
    }

    public static WarningRule.Crossing Crossing(DocumentCursor item)
    {
        bool least = item.TryMember("at_least", out DocumentCursor low), most = item.TryMember("at_most", out DocumentCursor high);
        if (least == most)
        {
            item.Fail("one-of", "Exactly one of at_least and at_most is expected here.");
        }

        double value = least ? low.Fraction(double.MinValue, double.MaxValue) : most ? high.Fraction(double.MinValue, double.MaxValue) : 0;
        return new WarningRule.Crossing
        {
            Id = Id(item),
            Indicator = Name(item, "indicator"),
            Unit = Text(item, "unit", LongestUnit),
            Way = least ? LineCrossing.AtLeast : LineCrossing.AtMost,
            Value = value,
            Step = item.TryMember("step", out DocumentCursor step) ? step.Fraction(double.Epsilon, double.MaxValue) : Steps.Default(value),
        };
    }

    public static WarningRule.Rise Rise(DocumentCursor item) => new()
    {
        Id = Id(item),
        Indicator = Name(item, "indicator"),
        Unit = Text(item, "unit", LongestUnit),
        Percent = item.TryMember("percent", out DocumentCursor percent) ? percent.Fraction(0.1, 100_000) : 100,
        Periods = item.TryMember("periods", out DocumentCursor periods) ? periods.Number(1, 120) : 1,
        Period = item.TryMember("period", out DocumentCursor period)
            ? period.Word("not-a-period", "day, week, month, quarter or year is expected here.", (string t, out Period p) => TryWord(t, out p))
            : Period.Month,
        Combine = item.TryMember("combine", out DocumentCursor combine)
            ? combine.Word("not-a-way", "last, sum or mean is expected here.", (string t, out Combine c) => TryWord(t, out c))
            : Combine.Last,
        LeastBase = item.TryMember("least_base", out DocumentCursor least) ? least.Fraction(double.Epsilon, double.MaxValue) : 1,
    };

    public static WarningRule.RiskRise RiskRise(DocumentCursor item)
    {
        bool p = item.TryMember("by_p", out DocumentCursor byP), rank = item.TryMember("by_rank", out DocumentCursor byRank);
        if (p == rank)
        {
            item.Fail("one-of", "Exactly one of by_p and by_rank is expected here.");
        }

        return new WarningRule.RiskRise
        {
            Id = Id(item),
            Event = Text(item, "event", LongestName),
            HorizonMonths = Months(item, "horizon_months", 0),
            ByP = p ? byP.Fraction(0.0001, 1) : null,
            ByRank = rank ? (uint)byRank.Number(1, 300) : null,
        };
    }

    public static WarningRule.Concurrence Concurrence(DocumentCursor item)
    {
        bool p = item.TryMember("p_low", out DocumentCursor low), rank = item.TryMember("rank", out DocumentCursor place);
        bool words = item.TryMember("terms", out DocumentCursor terms);
        if (!p && !rank && !words)
        {
            item.Fail("one-of", "At least one of p_low, rank and terms is expected here.");
        }

        return new WarningRule.Concurrence
        {
            Id = Id(item),
            Least = item.TryMember("least", out DocumentCursor least) ? least.Number(2, 100) : 2,
            Event = Text(item, "event", LongestName),
            HorizonMonths = Months(item, "horizon_months", 0),
            PLow = p ? low.Fraction(0, 1) : null,
            Rank = rank ? (uint)place.Number(1, 300) : null,
            Terms = words ? Terms(terms) : ImmutableSortedDictionary<string, ImmutableSortedSet<string>>.Empty,
            WithinMonths = (int)Months(item, "within_months", 24),
        };
    }

    public static WarningRule.Approach Approach(DocumentCursor item)
    {
        ImmutableArray<int> days = item.TryMember("days", out DocumentCursor list) ? [.. list.Items().Select(day => day.Number(0, 366))] : [30];
        if (days.IsEmpty || days.Length > MostDays || days.Distinct().Count() != days.Length)
        {
            list.Fail("not-days", $"One to {MostDays} different numbers of days are expected here.");
        }

        return new WarningRule.Approach
        {
            Id = Id(item),
            Kinds = [.. Set(item, "triggers", text => text.Length <= LongestName, "too-long", "A shorter name is expected here.").Select(WatchSubject.Fold)],
            Days = [.. days.OrderDescending()],
        };
    }

    public static ImmutableSortedSet<string> Set(DocumentCursor item, string name, Func<string, bool> holds, string rule, string message)
    {
        if (!item.TryMember(name, out DocumentCursor list))
        {
            return [];
        }

        var set = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (DocumentCursor entry in list.Items())
        {
            string text = entry.Text();
            if (text.Length > 0 && !holds(text))
            {
                entry.Fail(rule, message);
            }
            else if (text.Length > 0 && !set.Add(text))
            {
                entry.Fail("duplicate", "This entry stands twice.");
            }
        }

        // An empty list would mean everybody, which whoever wrote it may not have meant.
        if (set.Count == 0 && list.Items().FirstOrDefault() is null)
        {
            list.Fail("empty", "Name at least one, or leave the member out for all.");
        }

        return set.ToImmutable();
    }

    /// <summary>The member's text; empty where it is absent, which <c>Members</c> has told if it must be there.</summary>
    public static string Text(DocumentCursor item, string name, int longest)
    {
        if (!item.TryMember(name, out DocumentCursor member))
        {
            return "";
        }

        string text = member.Text();
        if (text.Length > longest || text.Any(char.IsControl))
        {
            member.Fail("not-plain", $"One line of at most {longest} characters is expected here.");
        }

        return text;
    }

    /// <summary>A member of an enumeration by its name in lower case.</summary>
    public static bool TryWord<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
    }

    private static string Name(DocumentCursor item, string name) => WatchSubject.Fold(Text(item, name, LongestName));

    private static uint Months(DocumentCursor item, string name, uint absent) =>
        item.TryMember(name, out DocumentCursor months) ? (uint)months.Number(1, 600) : absent;

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Terms(DocumentCursor terms)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedSet<string>>(StringComparer.Ordinal);
        foreach ((string scale, DocumentCursor words) in terms.Entries())
        {
            all[scale] = [.. words.TextSet().Select(WatchSubject.Fold)];
        }

        if (all.Count == 0 && terms.IsObject)
        {
            terms.Fail("empty", "Name at least one scale with its words.");
        }

        return all.ToImmutable();
    }
}
