using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Core.Tests.Policy.Generators;

/// <summary>
/// Policies as text in the real grammar, read by the real reader. Every construct a rule may have: selectors, conditions, outcomes, ends, files
/// that take effect later, files for one partner.
/// </summary>
internal static class Policies
{
    private static readonly string[] Levels = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"];

    /// <summary>A policy of up to three files with up to six rules each, all names of this roster. No example, no invariant.</summary>
    public static Gen<PolicySet> For(Roster roster) => Gen.UInt.Array[1, 6].Array[1, 3].Select(files => Read([.. files.Select((rules, i) => File(i, rules, roster))], roster));

    /// <summary>The text of one rule that stands in a file for everybody.</summary>
    public static Gen<string> Rule(string id, Roster roster) => Gen.UInt.Select(seed => Rule(id, null, roster, new Draw(seed)));

    /// <summary>Reads texts; they must be sound.</summary>
    public static PolicySet Read(IReadOnlyList<string> texts, Roster roster)
    {
        var errors = new List<PolicyError>();
        ImmutableArray<PolicyFile> files = PolicyLoader.Read(texts.Select((text, i) => new PolicySource($"{i}.relpol", text)), roster, errors);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => error.ToString()).Concat(texts)));
        return new PolicySet(files);
    }

    /// <summary>One file: a head and a rule for every seed.</summary>
    public static string File(int number, IReadOnlyList<uint> rules, Roster roster)
    {
        var draw = new Draw(rules.Aggregate((uint)number, (all, seed) => (all * 31) + seed));
        PartnerCode? scope = draw.OneIn(5) ? Place(roster, draw) : null;
        string effective = draw.OneIn(6) ? Instants.Text(draw.Hour()) : "2026-01-01";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"policy p{number} version {1 + draw.Below(3)}{(scope is { } only ? $" for partner {only}" : "")}\n");
        text.Append(CultureInfo.InvariantCulture, $"schema risk-assessment/1 marking/1\neffective {effective} review-by 2027-01-01\n");
        for (int i = 0; i < rules.Count; i++)
        {
            text.Append(Rule($"F{number}-R{i}", scope, roster, new Draw(rules[i])));
        }

        return text.ToString();
    }

    private static string Rule(string id, PartnerCode? scope, Roster roster, Draw draw)
    {
        // Gives more often than limits, and plain gives often: otherwise nearly everything is withheld.
        bool give = !draw.OneIn(4);
        bool plain = give && !draw.OneIn(3);
        string[] conditions = [.. Enumerable.Range(0, plain ? 0 : draw.Below(3)).Select(_ => Condition(give, roster, draw))];
        string outcome = give ? draw.Of(["release", "release", "tear line", "hold"]) : draw.Of(["withhold", "tear line", "tear line", "hold", "hold"]);
        return $"\n{(give ? "give" : "limit")} {id}\n  because \"ground {draw.Below(100)}\"\n  field {(plain ? "any" : Field(draw))}\n  to {(plain ? "all partners" : To(give, scope, roster, draw))}\n"
            + (conditions.Length == 0 ? "" : $"  when {string.Join("\n       ", conditions)}\n")
            + $"  outcome {outcome}\n"
            + (draw.OneIn(8) ? $"  until {Instants.Text(draw.Hour())}\n" : "");
    }

    private static string Field(Draw draw) => draw.Below(4) switch
    {
        0 or 1 => "any",
        2 => "class " + string.Join(", ", draw.Some(Enum.GetValues<FieldClass>(), 8).Select(fieldClass => fieldClass.Word())),
        _ => "topic " + string.Join(", ", draw.Some(Portions.Topics)),
    };

    private static string To(bool give, PartnerCode? scope, Roster roster, Draw draw) => draw.Below(give ? 5 : 4) switch
    {
        0 or 1 => "all partners",
        2 => "partner " + (scope?.Value ?? string.Join(", ", Enumerable.Range(0, 1 + draw.Below(4)).Select(_ => Place(roster, draw)).Distinct())),
        3 => Nations(scope, roster, draw) is { Length: > 0 } nations ? "nation " + nations : "all partners",
        _ => roster.Coalitions.IsEmpty ? "all partners" : "coalition " + string.Join(", ", draw.Some(roster.Coalitions, 2).Select(coalition => coalition.Code)),
    };

    private static string Nations(PartnerCode? scope, Roster roster, Draw draw) => string.Join(", ", Enumerable.Range(0, 1 + draw.Below(4)).Select(_ => scope ?? Place(roster, draw))
        .Where(code => roster.TryFind(code, out Partner? partner) && partner.Kind == PartnerKind.Nation).Distinct());

    private static string Condition(bool give, Roster roster, Draw draw)
    {
        string member = roster.Coalitions.IsEmpty ? "" : "partner in " + draw.Of(roster.Coalitions).Code;
        string not = draw.OneIn(2) ? "not " : "";
        string regions = $"region in ({string.Join(", ", draw.Some(Rosters.Regions))})";
        string topics = $"topic in ({string.Join(", ", draw.Some(Portions.Topics))})";
        return give
            ? draw.Of(["level <= " + draw.Of(Levels), "level <= SECRET", regions, "region in partner.regions", topics, member.Length > 0 ? member : topics])
            : draw.Of(["level >= " + draw.Of(Levels), "not level <= " + draw.Of(Levels), not + regions, "not region in partner.regions", not + topics, member.Length > 0 ? "not " + member : "not " + topics]);
    }

    // Those at the edges of words of 64 more often.
    private static PartnerCode Place(Roster roster, Draw draw)
    {
        int last = roster.Partners.Length - 1;
        return roster.Partners[Math.Min(last, draw.Of([0, 1, 62, 63, 64, 65, 127, 128, last, draw.Below(last + 1)]))].Code;
    }
}
