using System.Collections.Immutable;

namespace Gateway.Core.Markings.Nato;

/// <summary>Rules of NATO's own marks and of the European Union's.</summary>
internal static class NatoRules
{
    private const string Spif = "NATO security policy information file, version 79 (2015)";

    public static readonly ImmutableArray<MarkingRule> All =
    [
        new("NATO-LEVEL-UNKNOWN", "no NATO level", "levels.json: the row's sources"),
        new("NATO-COSMIC", "COSMIC without TOP SECRET or with a context, or NATO with TOP SECRET", "DoDM 5200.01-V2 Encl. 4 §4.b.2.a"),
        new("NATO-CONTEXT-UNKNOWN", "a context that is not in the closed list", Spif + "; the vocabulary is closed"),
        new("NATO-CONTEXT-OBSOLETE", "remark: new marks no longer use the context", Spif),
        new("NATO-TOKEN-UNKNOWN", "something that no NATO mark has at this place", "own; the vocabulary is closed"),
        new("NATO-SENSITIVITY-LEVEL", "an additional sensitivity below its level", Spif + "; MISP taxonomy nato"),
        new("NATO-SENSITIVITY-DUPLICATE", "an additional sensitivity stands twice", "own"),
        new("NATO-NAME-UNKNOWN", "a name that is no registered nation or group", "own; the vocabulary is closed"),
        new("NATO-LIST-DUPLICATE", "a nation or group stands twice in a list", "own"),
        new("NATO-REL-LEVEL", "COSMIC TOP SECRET with Releasable to", Spif + "; for all names: own"),
        new("NATO-REL-MISSING", "the context Releasable without Releasable to", Spif),
        new("NATO-ADMIN-UNKNOWN", "an administrative word that is not in the closed list", Spif + "; the vocabulary is closed"),
        new("NATO-ORDER", "parts out of order, or one of them twice", "own"),
        new("EU-LEVEL-UNKNOWN", "no EU level, or something other than RELEASABLE TO behind it", "levels.json: the row's sources"),
        new("EU-CODE-UNKNOWN", "a code that is not registered", "own"),
        new("EU-LIST-SEPARATOR", "a list that is not separated by comma and space", "own"),
        new("EU-LIST-DUPLICATE", "a code stands twice in the list", "own"),
        new("EU-LIST-ORDER", "the list out of order: nations A-Z, then organisations A-Z", "own"),
    ];
}
