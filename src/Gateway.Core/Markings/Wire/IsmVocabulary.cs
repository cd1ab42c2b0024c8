using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>Words of the ISM attributes and the order they are written in (ODNI ISM, CVEnumISM lists).</summary>
internal static class IsmVocabulary
{
    public const string Usa = "USA";
    public const string Nato = "NATO";
    public const string Protected = ParsedMarking.ConcealedOwner;
    public const string Rel = "REL";
    public const string DisplayOnly = "DISPLAYONLY";

    /// <summary>CVEnumISMDissem: portion spellings in register order, each with its banner spelling; the two lists have no flag.</summary>
    public static readonly ImmutableArray<(Controls Flag, string Token, string Banner)> Dissemination =
    [
        (Controls.Rsen, "RS", "RSEN"), (Controls.Fouo, "FOUO", "FOUO"), (Controls.Orcon, "OC", "ORCON"),
        (Controls.OrconUsGov, "OC-USGOV", "ORCON-USGOV"), (Controls.Imcon, "IMC", "IMCON"), (Controls.NoForn, "NF", "NOFORN"),
        (Controls.PropIn, "PR", "PROPIN"), (Controls.None, Rel, "REL TO"), (Controls.RelIdo, "RELIDO", "RELIDO"),
        (Controls.DeaSensitive, "DSEN", "DEA SENSITIVE"), (Controls.Fisa, "FISA", "FISA"), (Controls.None, DisplayOnly, "DISPLAY ONLY"),
    ];

    // CVEnumISMNonIC; tokens that a deployment adds follow in ordinal order.
    private static readonly ImmutableArray<string> NonIc = ["NNPI", "DS", "XD", "ND", "SBU", "SBU-NF", "LES", "LES-NF", "SSI"];

    public static string Classification(Level level) => level switch
    {
        Level.Unclassified => "U",
        Level.Restricted => "R",
        Level.Confidential => "C",
        Level.Secret => "S",
        Level.TopSecret => "TS",
    };

    public static Level? ToLevel(string token)
    {
        foreach (Level level in Enum.GetValues<Level>())
        {
            if (Classification(level) == token)
            {
                return level;
            }
        }

        return null;
    }

    /// <summary>The attribute that ISM has for a category of tokens.</summary>
    public static string AttributeOf(OpaqueCategory category) => category switch
    {
        OpaqueCategory.Sci => "SCIcontrols",
        OpaqueCategory.Sap => "SARIdentifier",
        OpaqueCategory.Aea => "atomicEnergyMarkings",
        OpaqueCategory.NonIc => IsmAttributes.NonIc,
    };

    public static ImmutableArray<string> InNonIcOrder(IEnumerable<string> tokens) =>
        [.. tokens.OrderBy(token => NonIc.IndexOf(token) is >= 0 and var at ? at : int.MaxValue).ThenBy(token => token, StringComparer.Ordinal)];

    /// <summary>FGI, then nations A–Z, then organisations A–Z (CVEnumISMOwnerProducer, CVEnumISMFGIOpen).</summary>
    public static ImmutableArray<string> InOwnerOrder(IEnumerable<string> codes, MarkingRegistry registry) =>
        [.. codes.OrderBy(code => code == Protected ? 0 : 1).ThenBy(code => code, Comparer<string>.Create(registry.CompareCodes))];

    /// <summary>USA, then nations A–Z, then organisations A–Z (CVEnumISMRelTo).</summary>
    public static ImmutableArray<string> InReleaseOrder(IEnumerable<string> codes, MarkingRegistry registry) =>
        [.. codes.OrderBy(code => code == Usa ? 0 : 1).ThenBy(code => code, Comparer<string>.Create(registry.CompareCodes))];
}
