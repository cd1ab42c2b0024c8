using System.Collections.Immutable;

namespace Gateway.Core.Markings.UsRegister;

/// <summary>What a dissemination control is: a flag, or one of the two lists.</summary>
internal enum UsControlKind
{
    Flag,
    RelTo,
    DisplayOnly,
}

/// <summary>One dissemination control with its two spellings.</summary>
/// <param name="Place">Its place in register order.</param>
/// <param name="Kind">Flag or list.</param>
/// <param name="Flag">The flag it sets; none for lists.</param>
/// <param name="Banner">Spelling in banners.</param>
/// <param name="Portion">Spelling in portions.</param>
/// <param name="Meaning">What it obliges to, in a few words.</param>
/// <param name="Source">Where that stands.</param>
internal sealed record UsControl(
    int Place, UsControlKind Kind, Controls Flag, string Banner, string Portion, string Meaning, string Source)
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
    public const string Joint = "JOINT";
    public const string Fgi = "FGI";
    public const string LongFgi = "FOREIGN GOVERNMENT INFORMATION";

    /// <summary>How many dissemination controls there are.</summary>
    public const int ControlCount = 12;

    private const string Table4 = "CAPCO 2016 §G.1 Table 4, §H.8";

    /// <summary>Owner of a mark of the United States alone.</summary>
    public static readonly ImmutableArray<string> UsaAlone = [Usa];

    /// <summary>Owner of a NATO mark.</summary>
    public static readonly ImmutableArray<string> NatoAlone = [Nato];

    public static readonly UsControl RelTo = new(7, UsControlKind.RelTo, Markings.Controls.None, "REL TO", "REL TO",
        "the originator has found it releasable to the codes listed, and to nobody else", "CAPCO 2016 §H.8 p151");

    public static readonly UsControl DisplayOnly = new(11, UsControlKind.DisplayOnly, Markings.Controls.None, "DISPLAY ONLY", "DISPLAY ONLY",
        "may be shown to the codes listed, who get no copy", "CAPCO 2016 §H.8, Table 3");

    /// <summary>Dissemination controls in register order, which is the order they are written in.</summary>
    public static readonly ImmutableArray<UsControl> Controls =
    [
        Flag(0, Markings.Controls.Rsen, "RSEN", "RS", "risk sensitive: reveals a fragile capability", Table4),
        Flag(1, Markings.Controls.Fouo, "FOUO", "FOUO", "for official use only, on unclassified information", "CAPCO 2016 §H.8 p134; DoDM 5200.01-V2 Encl. 4 §10.b"),
        Flag(2, Markings.Controls.Orcon, "ORCON", "OC", "the originator decides on every further recipient", "CAPCO 2016 §H.8 p136; ISM S-00028"),
        Flag(3, Markings.Controls.OrconUsGov, "ORCON-USGOV", "OC-USGOV", "as ORCON, with leave to pass it on inside the US government", "CAPCO 2016 §H.8 p136"),
        Flag(4, Markings.Controls.Imcon, "IMCON", "IMC", "controlled imagery", Table4),
        Flag(5, Markings.Controls.NoForn, "NOFORN", "NF", "not releasable to foreign nationals", "CAPCO 2016 §H.8 p145; ISM S-00033, S-00169"),
        Flag(6, Markings.Controls.PropIn, "PROPIN", "PR", "proprietary information of a company", Table4),
        RelTo,
        Flag(8, Markings.Controls.RelIdo, "RELIDO", "RELIDO", "a designated officer may decide on release, so it waits for one", "CAPCO 2016 §H.8 p154; ISM S-00124"),
        Flag(9, Markings.Controls.DeaSensitive, "DEA SENSITIVE", "DSEN", "sensitive information of the Drug Enforcement Administration", Table4),
        Flag(10, Markings.Controls.Fisa, "FISA", "FISA", "from the Foreign Intelligence Surveillance Act", Table4),
        DisplayOnly,
    ];

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

    /// <summary>The class that a word spells in this kind of mark.</summary>
    public static Level? LevelOf(ReadOnlySpan<char> word, MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => word switch
        {
            "UNCLASSIFIED" => Level.Unclassified,
            "RESTRICTED" => Level.Restricted,
            "CONFIDENTIAL" => Level.Confidential,
            "SECRET" => Level.Secret,
            "TOP SECRET" => Level.TopSecret,
            _ => null,
        },
        MarkingKind.Portion => word switch
        {
            "U" => Level.Unclassified,
            "R" => Level.Restricted,
            "C" => Level.Confidential,
            "S" => Level.Secret,
            "TS" => Level.TopSecret,
            _ => null,
        },
    };

    public static MarkingKind Other(MarkingKind kind) => kind switch
    {
        MarkingKind.Banner => MarkingKind.Portion,
        MarkingKind.Portion => MarkingKind.Banner,
    };

    private static UsControl Flag(int place, Controls flag, string banner, string portion, string meaning, string source) =>
        new(place, UsControlKind.Flag, flag, banner, portion, meaning, source);
}
