using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>Everybody whose information a portion holds, as its marking says.</summary>
public static class PortionOwners
{
    /// <summary>
    /// The originator, the owners that the marking names, and the named sources of foreign information inside; ascending. A code without the
    /// shape of one stands as the default code, which nobody bears. Concealed sources cannot be named: then nobody can speak for all owners.
    /// </summary>
    public static ImmutableArray<PartnerCode> All(PartnerCode originator, ParsedMarking marking)
    {
        IEnumerable<string> named = List(marking.Owners).Concat(List(marking.Fgi?.Owners));
        IEnumerable<PartnerCode> owners = named.Select(text => PartnerCode.TryParse(text, out PartnerCode code) ? code : default);
        return [.. owners.Append(originator).Concat(marking.Fgi is { Concealed: true } ? [default] : Array.Empty<PartnerCode>()).Distinct().Order()];
    }

    private static IEnumerable<string> List(ImmutableArray<string>? texts) => texts is { IsDefault: false } list ? list : [];
}
