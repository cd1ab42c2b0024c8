using System.Text;

namespace Gateway.Fuzz.Targets;

/// <summary>
/// Policy files by random walks over the grammar: sound ones, ones with a wrong word here and there, and ones that are broken with bytes. The same
/// number gives the same text.
/// </summary>
internal sealed class PolicyWalk(Random random)
{
    private static readonly string[] Outcomes = ["withhold", "hold", "tear line", "release"];
    private static readonly string[] Levels = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"];
    private static readonly string[] Classes = ["metadata", "judgement", "factor", "sources-and-methods", "evidence", "any", "all", "partner"];
    private static readonly string[] Partners = ["USA", "FRA", "DEU", "SWE", "XKX", "NATO", "FVEY"];
    private static readonly string[] Regions = ["MLI", "NER", "UKR", "ZZZ", "mli"];
    private static readonly string[] Topics = ["designation", "forecast", "x", "Sanctions"];
    private static readonly string[] Dates = ["2026-10-01", "2026-10-02T12:00Z", "2027-04-01", "9999-12-31", "0001-01-01", "2026-02-30", "1970-01-01"];
    private static readonly string[] Marks = ["(U)", "(S//REL TO USA, FRA)", "(S//OC/REL TO USA, FRA)", "TLP:GREEN", "", "(S//NF)"];
    private static readonly string[] Noise = ["#", "# ", "\"", ",", ":", "(", ")", "<=", ">=", "<", "\r", "\t", "\n", "\n\n", "\0", "\ufeff", "\u202e", "\u2028", "é", "😀", "Ж", "not ", "when ", "to ", "give ", "  "];

    private int _rules;

    /// <summary>One text.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append(Line($"policy {Of(["p", "outbound", "P", new string('n', 64)])} version {Of(["1", "2", "14"])}{Maybe($" for partner {Of(Partners)}", 6)}{Maybe(" supersedes 1 sha256:" + new string('0', 64), 6)}"));
        text.Append(Line($"schema {Some(["risk-assessment/1", "marking/1", "roster/2026-09-01"], " ")}"));
        text.Append(Line($"effective {Of(Dates[..2])} review-by {Of(Dates[2..4])}"));
        for (int i = random.Next(6); i > 0; i--)
        {
            text.Append(random.Next(4) switch
            {
                0 => Example(),
                1 => Line($"invariant \"i{i}\"\n  for all fields{Maybe(" class " + Some(Classes, ", "), 2)}, {Of(["all partners", "partner " + Some(Partners, ", ")])}: {Of(Outcomes)}"),
                _ => Rule(),
            });
        }

        for (int i = random.Next(3) == 0 ? random.Next(1, 4) : 0; i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            text = random.Next(3) == 0 ? text.Remove(Math.Min(at, text.Length - 1), 1) : text.Insert(at, Of(Noise));
        }

        return text.ToString();
    }

    private string Rule()
    {
        string id = $"R{_rules++}";
        string kind = Of(["give", "give", "limit"]);
        string outcome = kind == "give" ? Of(Outcomes[1..]) : Of(Outcomes[..3]);
        string conditions = string.Join("\n       ", Enumerable.Range(0, random.Next(3)).Select(_ => Condition()));
        string rule = Line($"{kind} {id}\n  because \"g\"\n  field {Of(["any", "class " + Some(Classes[..5], ", "), "topic " + Some(Topics[..3], ", ")])}\n  to {To(kind)}"
            + (conditions.Length > 0 ? "\n  when " + conditions : "") + $"\n  outcome {outcome}" + Maybe("\n  until " + Of(Dates[2..4]), 5));

        // An example in which a plain rule decides, so that some walks load.
        return rule + (kind == "give"
            ? Line($"example \"{id}\"\n  field class judgement marking \"(U)\" region MLI topic forecast\n  to FRA at 2026-10-02\n  expect {Of(["withhold", outcome])}{Maybe(" by " + id, 3)}")
            : "");
    }

    private string To(string kind) => random.Next(4) switch
    {
        0 => "partner " + Some(Partners[..4], ", "),
        1 => "nation " + Some(Partners[..4], ", "),
        2 when kind == "give" => "coalition " + Of(Partners),
        _ => "all partners",
    };

    private string Condition() => Maybe("not ", 3) + Of(
    [
        $"level {Of(["<=", ">="])} {Of(Levels)}", $"region in ({Some(Regions, ", ")})", "region in partner.regions", $"topic in ({Some(Topics, ", ")})", $"partner in {Of(Partners)}",
    ]);

    private string Example() => Line(
        $"example \"e{random.Next(9)}\"\n  field class {Of(Classes)} marking {Maybe(Of(["US ", "TLP ", "FRA "]), 2)}\"{Of(Marks)}\""
        + Maybe(" releasable-to " + Some(Partners, ", "), 5) + Maybe(" originator-list " + Some(Partners, ", "), 5) + Maybe(" community ewp", 5) + Maybe(" not-before " + Of(Dates), 5)
        + Maybe(" region " + Some(Regions, ", "), 2) + Maybe(" topic " + Some(Topics, ", "), 2) + Maybe(" from " + Of(Partners), 5) + Maybe(" granted", 5)
        + $"\n  to {Of(Partners[..4])} at {Of(Dates)}\n  expect {Of(Outcomes)}" + Maybe(" by " + Of(["R0", "M07-orcon", "M99-no-rule", "R9"]), 3));

    private static string Line(string text) => text + "\n";

    private string Maybe(string text, int oneIn) => random.Next(oneIn) == 0 ? text : "";

    private string Of(string[] words) => words[random.Next(words.Length)];

    private string Some(string[] words, string between) => string.Join(between, Enumerable.Range(0, random.Next(1, 4)).Select(_ => Of(words)).Distinct());
}
