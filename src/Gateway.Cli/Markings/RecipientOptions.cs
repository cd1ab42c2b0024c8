using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Cli.Markings;

/// <summary>What a recipient has, stated on the command line.</summary>
internal sealed class RecipientOptions
{
    private const string Full = "an agreement at stage 4 up to TOP SECRET with everybody whose information is inside";

    private readonly Option<string?> _clearance = new("--clearance") { Description = "How high it is cleared, in its own words or UNCLASSIFIED to TOP SECRET", HelpName = "LEVEL" };
    private readonly Option<string[]> _clearanceFor = MarkOptions.Many("--clearance-for", "Another level for one owner's information: NATO=SECRET", "OWNER=LEVEL");
    private readonly Option<string[]> _member = MarkOptions.Many("--member", "Groups it belongs to besides those the registry says: EU", "CODE");
    private readonly Option<string[]> _caveat = MarkOptions.Many("--caveat", "Caveats it has undertaken to honour: PROPIN, SI", "TEXT");
    private readonly Option<string[]> _community = MarkOptions.Many("--community", "TLP communities it belongs to", "TEXT");
    private readonly Option<int?> _stage = new("--stage") { Description = "Stage of the agreements with it, 0 to 4", HelpName = "N" };
    private readonly Option<string?> _ceiling = new("--ceiling") { Description = "Highest level under these agreements", HelpName = "LEVEL" };
    private readonly Option<bool> _noAgreement = new("--no-agreement") { Description = "There is no agreement" };

    public IEnumerable<Option> All => [_clearance, _clearanceFor, _member, _caveat, _community, _stage, _ceiling, _noAgreement];

    /// <summary>The recipient as stated, or which option is wrong and what it takes.</summary>
    public bool TryRead(
        ParseResult parsed, PartnerCode to, MarkingRegistry registry, [NotNullWhen(true)] out StatedRecipient? recipient, [NotNullWhen(false)] out string? fault)
    {
        recipient = null;
        fault = null;
        Level level = Level.Unclassified;
        Level ceiling = Level.TopSecret;
        if (!registry.IsOwner(to.Value))
        {
            fault = $"--to takes a nation or an organisation that is registered, such as FRA or NATO, not {to}";
            return false;
        }

        if (parsed.GetValue(_clearance) is { } word && !TryClearance(to, word, registry, out level))
        {
            fault = $"--clearance takes a level of {to} in its own words, or one of UNCLASSIFIED to TOP SECRET";
            return false;
        }

        if (parsed.GetValue(_ceiling) is { } most && !LevelNames.TryParse(most, out ceiling))
        {
            fault = "--ceiling takes one of UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, SECRET, TOP SECRET";
            return false;
        }

        int stage = parsed.GetValue(_stage) ?? Stages.Highest;
        if (stage is < Stages.Lowest or > Stages.Highest)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"--stage takes {Stages.Lowest} to {Stages.Highest}");
            return false;
        }

        var byOwner = ImmutableSortedDictionary.CreateBuilder<PartnerCode, Level>();
        foreach (string pair in parsed.GetValue(_clearanceFor) ?? [])
        {
            if (pair.Split('=') is not [var owner, var own] || !PartnerCode.TryParse(owner, out PartnerCode code) || !TryClearance(to, own, registry, out Level good))
            {
                fault = "--clearance-for takes an owner and a level: NATO=SECRET";
                return false;
            }

            byOwner[code] = good;
        }

        var groups = ImmutableArray.CreateBuilder<PartnerCode>();
        foreach (string text in parsed.GetValue(_member) ?? [])
        {
            if (!registry.TryGetCoalition(text, out _) || !PartnerCode.TryParse(text, out PartnerCode group))
            {
                fault = "--member takes the code of a registered group, such as EU";
                return false;
            }

            groups.Add(group);
        }

        recipient = new StatedRecipient
        {
            Code = to,
            Clearance = new Clearance(level, byOwner.ToImmutable()),
            Groups = groups.ToImmutable(),
            Caveats = [.. parsed.GetValue(_caveat) ?? []],
            Communities = [.. parsed.GetValue(_community) ?? []],
            Agreement = parsed.GetValue(_noAgreement) ? null : (stage, ceiling),
        };
        return true;
    }

    /// <summary>What nobody stated, in words.</summary>
    public ImmutableArray<string> Assumed(ParseResult parsed)
    {
        bool stated = parsed.GetValue(_noAgreement) || parsed.GetValue(_stage) is not null || parsed.GetValue(_ceiling) is not null;
        string?[] all =
        [
            parsed.GetValue(_clearance) is null ? "the partner is cleared for nothing classified (--clearance)" : null,
            stated ? null : Full + " (--stage, --ceiling, --no-agreement)",
        ];
        return [.. all.OfType<string>()];
    }

    /// <summary>The nation's own word wins: SECRET is not SECRET everywhere.</summary>
    private static bool TryClearance(PartnerCode to, string word, MarkingRegistry registry, out Level level) =>
        registry.Levels.TryMapClearance(to.Value, word, out level) || LevelNames.TryParse(word, out level);
}
