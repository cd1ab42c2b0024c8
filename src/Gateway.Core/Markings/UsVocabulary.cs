using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Markings;

/// <summary>What a dissemination control is: a flag, or one of the two lists.</summary>
internal enum UsControlKind
{
    Flag,
    RelTo,
    DisplayOnly,
}

/// <summary>One dissemination control with its two spellings.</summary>
internal sealed record UsControl(UsControlKind Kind, Controls Flag, string Banner, string Portion)
{
    public string Spelling(MarkingKind kind) => kind switch
    {
        MarkingKind.Portion => Portion,
        MarkingKind.Banner => Banner,
    };
}

/// <summary>Words of the US register (CAPCO 2016 §G.1 Table 4).</summary>
internal static class UsVocabulary
{
    public const string Usa = "USA";
    public const string Nato = "NATO";

    /// <summary>Dissemination controls in register order, which is the order they are written in.</summary>
    public static readonly ImmutableArray<UsControl> Controls =
    [
        new(UsControlKind.Flag, Markings.Controls.Rsen, "RSEN", "RS"),
        new(UsControlKind.Flag, Markings.Controls.Fouo, "FOUO", "FOUO"),
        new(UsControlKind.Flag, Markings.Controls.Orcon, "ORCON", "OC"),
        new(UsControlKind.Flag, Markings.Controls.OrconUsGov, "ORCON-USGOV", "OC-USGOV"),
        new(UsControlKind.Flag, Markings.Controls.Imcon, "IMCON", "IMC"),
        new(UsControlKind.Flag, Markings.Controls.NoForn, "NOFORN", "NF"),
        new(UsControlKind.Flag, Markings.Controls.PropIn, "PROPIN", "PR"),
        new(UsControlKind.RelTo, Markings.Controls.None, "REL TO", "REL TO"),
        new(UsControlKind.Flag, Markings.Controls.RelIdo, "RELIDO", "RELIDO"),
        new(UsControlKind.Flag, Markings.Controls.DeaSensitive, "DEA SENSITIVE", "DSEN"),
        new(UsControlKind.Flag, Markings.Controls.Fisa, "FISA", "FISA"),
        new(UsControlKind.DisplayOnly, Markings.Controls.None, "DISPLAY ONLY", "DISPLAY ONLY"),
    ];

    private static readonly ImmutableArray<Level> Levels = [.. Enum.GetValues<Level>()];

    public static string Word(Level level, MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => level switch
        {
            Level.Unclassified => "UNCLASSIFIED",
            Level.Restricted => "RESTRICTED",
            Level.Confidential => "CONFIDENTIAL",
            Level.Secret => "SECRET",
            Level.TopSecret => "TOP SECRET",
        },
        MarkingKind.Portion => level switch
        {
            Level.Unclassified => "U",
            Level.Restricted => "R",
            Level.Confidential => "C",
            Level.Secret => "S",
            Level.TopSecret => "TS",
        },
    };

    public static string NatoWord(Level level, MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => level == Level.TopSecret ? "COSMIC TOP SECRET" : "NATO " + Word(level, kind),
        MarkingKind.Portion => level == Level.TopSecret ? "CTS" : "N" + Word(level, kind),
    };

    public static MarkingKind Other(MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => MarkingKind.Portion,
        MarkingKind.Portion => MarkingKind.Banner,
    };

    public static bool TryLevel(string word, MarkingKind kind, out Level level) =>
        TryLevel(word, candidate => Word(candidate, kind), out level);

    public static bool TryNatoLevel(string word, MarkingKind kind, out Level level) =>
        TryLevel(word, candidate => NatoWord(candidate, kind), out level);

    /// <summary>The control that a token spells in this kind of mark; lists by what they begin with.</summary>
    public static bool TryControl(string token, MarkingKind kind, [NotNullWhen(true)] out UsControl? control)
    {
        control = Controls.FirstOrDefault(candidate => candidate.Kind == UsControlKind.Flag
            ? token == candidate.Spelling(kind)
            : token.StartsWith(candidate.Spelling(kind) + " ", StringComparison.Ordinal));
        return control is not null;
    }

    private static bool TryLevel(string word, Func<Level, string> spelling, out Level level)
    {
        foreach (Level candidate in Levels)
        {
            if (spelling(candidate) == word)
            {
                level = candidate;
                return true;
            }
        }

        level = default;
        return false;
    }
}
