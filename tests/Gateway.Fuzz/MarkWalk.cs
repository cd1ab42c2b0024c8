using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;

namespace Gateway.Fuzz;

/// <summary>
/// Random walks through the grammars of marks. The input's bytes are the choices, so changing a byte changes one production; what is walked is
/// then spoilt now and then with what marks must not hold. A walk that runs out of bytes takes every first choice. Not thread-safe.
/// </summary>
internal sealed class MarkWalk(byte[] choices)
{
    private static readonly string[] Nations = ["AFG", "AUS", "CAN", "DEU", "FRA", "GBR", "NZL", "ROU", "SWE", "USA"];
    private static readonly string[] Groups = ["ACGU", "EU", "FVEY", "KFOR", "NATO", "TEYE"];
    private static readonly string[] Odd = ["QQQ", "usa", "G7", "JEF", "AUSTRALIA_GROUP", "XKS", "FIVE", "UK", "US", ""];

    private static readonly (string Portion, string Banner)[] Controls =
    [
        ("RS", "RSEN"), ("FOUO", "FOUO"), ("OC", "ORCON"), ("OC-USGOV", "ORCON-USGOV"), ("IMC", "IMCON"), ("NF", "NOFORN"), ("PR", "PROPIN"), ("", "REL TO"),
        ("RELIDO", "RELIDO"), ("DSEN", "DEA SENSITIVE"), ("FISA", "FISA"), ("", "DISPLAY ONLY"),
    ];

    // What looks like something else, joins what stands apart, or hides.
    private static readonly string[] Spoilers =
    [
        "\u0131", "\u0130", "\u017f", "\u212a", "\uff33", "\uff0f", "\u2215", "\u2044", "\u0301", "\u0300", "\u0338", "\u00a0", "\u2007", "\u202e", "\u2066", "\u200b", "\u00ad",
        "\ufeff", "\u0410", "\u0421", "\u0395", "\ud800", "\udc00", "\0", "\t", "\n", " ", "/", "//", ",", ", ", "(", ")", "-", " - ", "REL TO USA, FRA", "//NF", "SECRET",
    ];

    private static readonly ImmutableArray<string> Policies = MarkingRegistry.Default.Policies;

    private int _at;

    /// <summary>A policy that can be read, or now and then one that cannot.</summary>
    public string Policy() => Next(40) == 39 ? "QQQ" : Next(3) == 0 ? "US" : Policies[Next(Policies.Length)];

    /// <summary>A mark of the policy, with fields beside its text.</summary>
    public Marking Mark(string policy, MarkingKind kind)
    {
        string text = policy switch
        {
            "US" => kind == MarkingKind.Portion ? UsPortion() : UsBanner(),
            "TLP" => "TLP:" + Pick("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR", "WHITE"),
            _ => National(policy),
        };
        return new Marking
        {
            Policy = policy,
            Text = Spoil(text),
            ReleasableTo = Next(5) == 4 ? [.. Codes(usaFirst: false)] : [],
            OriginatorList = Next(5) == 4 ? [.. Codes(usaFirst: false)] : [],
            Community = Next(6) == 5 ? Pick("energy", "finance", "a\u0301", "\n") : "",
            NotBeforeMs = Next(8) == 7 ? Next(2) == 0 ? 1000 : long.MaxValue : 0,
        };
    }

    /// <summary>How many, from 1.</summary>
    public int Count(int most) => 1 + Next(most);

    private string UsPortion() => "(" + Next(6) switch
    {
        4 => "//" + Pick("CTS", "NS", "NC", "NR", "NU", "FGI S", "FGI R", Owners() + " S", Owners() + " R", Owners() + " TS", "EU C", "N" + Pick("A", "I", "Q") + "S"),
        5 => "//JOINT " + Pick("S", "TS", "C", "U", "R") + " " + Owners(),
        _ => Pick("S", "TS", "C", "U", "R"),
    } + Categories(portion: true) + ")";

    private string UsBanner() => Next(6) switch
    {
        4 => "//" + Pick("COSMIC TOP SECRET", "NATO SECRET", "NATO CONFIDENTIAL", "NATO RESTRICTED", "NATO UNCLASSIFIED", "NATO TOP SECRET", Owners() + " SECRET", Owners() + " RESTRICTED"),
        5 => "//JOINT " + Pick("SECRET", "TOP SECRET", "CONFIDENTIAL") + " " + Owners(),
        _ => Pick("SECRET", "TOP SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "RESTRICTED"),
    } + Categories(portion: false);

    private string Categories(bool portion)
    {
        var text = new StringBuilder();
        text.Append(Next(20) == 19 ? "//" + Pick("SI", "SI/TK", "HCS-P", "SAR-BP", "RD", "FRD-SIGMA 14") : "");
        text.Append(Next(4) == 3 ? "//FGI" + Pick("", " " + Owners(), " DEU", " NATO", " USA") : "");
        if (Next(4) > 0)
        {
            int mask = Next(4) == 3 ? (Next(16) << 8) | Next(256) : 1 << Next(Controls.Length);
            string[] controls = [.. Controls.Where((_, i) => (mask & (1 << i)) != 0).Select(control => control.Banner switch
            {
                "REL TO" => Next(12) == 11 ? "REL" : "REL TO " + string.Join(", ", Codes(usaFirst: true)),
                "DISPLAY ONLY" => "DISPLAY ONLY " + string.Join(", ", Codes(usaFirst: false)),
                _ => portion ? control.Portion : control.Banner,
            })];
            text.Append(controls.Length > 0 ? "//" + string.Join('/', controls) : "");
        }

        text.Append(Next(20) == 19 ? "//" + Pick("LIMDIS", "SBU", "XD") : "");
        return text.ToString();
    }

    private string National(string policy)
    {
        string[] words = MarkingRegistry.Default.Levels.TryGetNation(policy, out NationLevels? levels) ? [.. levels.Words.Select(word => word.Word)] : [];
        string word = Next(20) == 19 || words.Length == 0 ? Pick("SECRET", "NATO SECRET", "SECRET UE/EU SECRET", "COSMIC SECRET", "PROTECTED C") : words[Next(words.Length)];
        string head = policy == "GBR" && Next(4) == 3 ? "UK " + word : word;
        return (Next(6) == 5 ? head.ToLowerInvariant() : head) + (policy, Next(3)) switch
        {
            (_, 0) => "",
            ("NATO", _) => Pick(
                " ATOMAL", " CRYPTO", " BOHEMIA", " Releasable to " + string.Join(", ", Codes(usaFirst: false)), " Releasable to Austria, Sweden", " - PERSONAL", " " + string.Join(", ", Codes(usaFirst: false)) + " ONLY",
                " ATOMAL Releasable to Austria ONLY"),
            ("EU", _) => " RELEASABLE TO " + string.Join(Pick(", ", "/", " "), Codes(usaFirst: false)),
            ("GBR", 1) => Pick(" - UK EYES ONLY", " - UK/US EYES ONLY", " - FIVE EYES ONLY", " - US EYES ONLY", " - REL EU", " - COMMERCIAL", " - COMMERCIAL - CAN/UK/US EYES ONLY", "-SENSITIVE"),
            ("AUS", 1) => Pick("//AUSTEO", "//AGAO", "//REL AUS, GBR", "//REL AUS/GBR/USA", "//REL GBR", "//AUSTEO//AGAO"),
            ("CAN", 1) => Pick("//CANADIAN EYES ONLY", " - CANADIAN EYES ONLY", " CANADIAN EYES ONLY"),
            ("FRA", 1) => Pick(" SPÉCIAL FRANCE", " SPECIAL FRANCE", " SPÉCIAL FRANCE//REL TO DEU"),
            _ => (Next(3) == 2 ? "//FGI" + Pick("", " " + Owners()) : "") + (Next(4) > 0 ? "//REL TO " + string.Join(", ", Codes(usaFirst: false)) : ""),
        };
    }

    private string Owners() => string.Join(' ', Codes(usaFirst: false));

    // In register order, unless a spoiler or an odd code says otherwise.
    private IEnumerable<string> Codes(bool usaFirst)
    {
        int mask = Next(2) == 0 ? 1 << Next(10) : (Next(4) << 8) | Next(256);
        IEnumerable<string> nations = Nations.Where((code, i) => (mask & (1 << i)) != 0 && !(usaFirst && code == "USA"));
        IEnumerable<string> groups = Next(3) == 2 ? [Groups[Next(Groups.Length)]] : [];
        string[] codes = [.. usaFirst && Next(20) != 19 ? ["USA"] : Array.Empty<string>(), .. nations, .. groups, .. Next(24) == 23 ? [Odd[Next(Odd.Length)]] : Array.Empty<string>()];
        return Next(40) == 39 ? codes.Reverse() : codes;
    }

    private string Spoil(string text)
    {
        for (int times = Next(4) == 3 ? 1 + Next(3) : 0; times > 0; times--)
        {
            int at = Next(text.Length + 1);
            string spoiler = Spoilers[Next(Spoilers.Length)];
            text = Next(5) switch
            {
                0 => text.Insert(at, spoiler),
                1 when at < text.Length => text.Remove(at, 1),
                2 when at < text.Length => text.Remove(at, 1).Insert(at, spoiler),
                3 when at < text.Length => text + text[at..],
                _ => text[..at] + text[at..].ToLowerInvariant(),
            };
        }

        return text;
    }

    private string Pick(params string[] options) => options[Next(options.Length)];

    private int Next(int options) => _at < choices.Length && options > 0 ? choices[_at++] % options : 0;
}
