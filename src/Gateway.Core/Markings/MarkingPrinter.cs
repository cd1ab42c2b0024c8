namespace Gateway.Core.Markings;

/// <summary>Canonical spelling of markings. Reading what is printed gives the same marking again.</summary>
public static class MarkingPrinter
{
    /// <summary>
    /// The marking spelt as a portion mark or a banner under its own policy. A US portion that conceals its foreign source
    /// (<c>(//FGI S)</c>) is spelt in a banner as the roll-up of that one portion: a US class with a bare FGI.
    /// </summary>
    public static string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(marking);
        ArgumentNullException.ThrowIfNull(registry);
        return Grammars.Find(marking.Source.Policy, registry)?.Print(marking, kind, registry) ?? marking.Canonical;
    }
}
