using System.Collections.Immutable;

namespace Gateway.Cli.Imports;

/// <summary>
/// How one edition of the Early Warning Project's forecasts names its columns. Null: the edition has no such column. Country numbers are
/// Correlates of War until 2022 and Gleditsch-Ward from 2023.
/// </summary>
internal sealed record EwpEdition(int Year, string Country, string Code, string Risk2, string Risk1)
{
    public string? Rank2 { get; private init; }

    public string? Rank1 { get; private init; }

    public string? Previous { get; private init; }

    public string? PreviousRank { get; private init; }

    /// <summary>Columns that our own compact form has besides: the edition, and figures over the producer's whole table.</summary>
    public string? Of { get; private init; }

    public string? Stated { get; private init; }

    public string? Mean2 { get; private init; }

    public string? Mean1 { get; private init; }

    /// <summary>Every edition there is, our own compact form of 2025 last.</summary>
    public static ImmutableArray<EwpEdition> All { get; } =
    [
        .. Enumerable.Range(2018, 5).Select(Early), .. Enumerable.Range(2023, 3).Select(Late),
        new(2025, "country", "gw", "risk_2y", "risk_1y")
        {
            Rank2 = "rank_2y", Rank1 = "rank_1y", Previous = "previous_refit_2y", PreviousRank = "rank_previous",
            Of = "of", Stated = "edition", Mean2 = "mean_2y", Mean1 = "mean_1y",
        },
    ];

    /// <summary>The columns that make the edition.</summary>
    public IEnumerable<string> Columns =>
        new[] { Country, Code, Risk2, Risk1, Rank2, Rank1, Previous, PreviousRank, Of, Stated, Mean2, Mean1 }.OfType<string>();

    /// <summary>"EWP 2025-26".</summary>
    public string Serial => SerialOf(Year);

    /// <summary>The serial of the edition of a year.</summary>
    public static string SerialOf(int year) => Column($"EWP {year}-{(year + 1) % 100:00}");

    /// <summary>The edition that the headings fit, or null.</summary>
    public static EwpEdition? Detect(CsvSheet sheet) => All.FirstOrDefault(edition => sheet.Has(edition.Columns));

    private static EwpEdition Early(int year) => new(
        year,
        "country",
        "COW",
        year == 2018 ? "risk_2018_19" : Column($"risk_in_{year}_{(year + 1) % 100}"),
        Column($"risk_in_{year}"));

    private static EwpEdition Late(int year) => new(
        year,
        year == 2023 ? "country" : "ewp_name",
        "ccode",
        Column($"risk.{year}and{year + 1}.from{year - 1}"),
        Column($"risk.{year}only.from{year - 1}"))
    {
        // The 2025 edition's heading says from2025 and means from2024: a slip of the producer's, kept as it is published.
        Rank2 = Column($"rank.{year}and{year + 1}.from{(year == 2025 ? 2025 : year - 1)}"),
        Rank1 = Column($"riskrank.{year}only.from{year - 1}"),
        Previous = Column($"risk.{year - 1}and{year}.from{year - 2}"),
        PreviousRank = Column($"rank.{year - 1}and{year}.from{year - 2}"),
    };

    private static string Column(FormattableString text) => FormattableString.Invariant(text);
}
