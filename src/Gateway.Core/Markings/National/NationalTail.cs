using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>How a nation writes its release list.</summary>
/// <param name="Word">What the list begins with.</param>
/// <param name="NamesOwner">The nation itself stands in the list.</param>
/// <param name="From">The lowest level whose text may carry one; below it lists are only stated.</param>
internal sealed record NationalList(string Word, bool NamesOwner, Level From)
{
    public const string Australia = "AUS";

    private static readonly NationalList Plain = new("REL TO ", NamesOwner: false, Level.Unclassified);
    private static readonly NationalList Australian = new("REL ", NamesOwner: true, Level.Confidential);

    public static NationalList Of(string nation) => nation == Australia ? Australian : Plain;
}

/// <summary>Reads the parts of a national mark behind the level: <c>[//FGI owners][//caveat | //release list]</c>.</summary>
internal sealed class NationalTail(string nation, MarkingRegistry registry, MarkingErrors errors)
{
    private const string Fgi = "FGI";

    private readonly NationalList _form = NationalList.Of(nation);

    public ForeignGovernmentInformation? ForeignInformation { get; private set; }

    public ImmutableArray<string>? List { get; private set; }

    public NationalCaveat? Caveat { get; private set; }

    /// <summary>Where caveat or list stand; 0 when they do not.</summary>
    public int Start { get; private set; }

    public void Read(Piece part)
    {
        if (part.Text == Fgi || part.Text.StartsWith(Fgi + " ", StringComparison.Ordinal))
        {
            CheckOnce(ForeignInformation is not null, List is not null || Caveat is not null, part);
            ForeignInformation = ReadForeign(part);
        }
        else if (CaveatOf(part.Text) is { } caveat)
        {
            CheckOnce(Caveat is not null, late: false, part);
            if (!caveat.IsSpelt(part.Text))
            {
                errors.Add(NationalCaveat.Rules(nation).List, part.Start + caveat.Word.Length, $"{caveat.Word} takes no list; remove it.");
            }

            (Caveat, Start) = (caveat, part.Start);
        }
        else if (part.Text.StartsWith(_form.Word, StringComparison.Ordinal))
        {
            CheckOnce(List is not null, late: false, part);
            (List, Start) = (ReadList(part.From(_form.Word.Length)), part.Start);
        }
        else
        {
            string caveats = string.Concat(NationalCaveat.Of(nation).Where(IsPart).Select(known => $", {known.Word}"));
            errors.Add("NAT-TOKEN-UNKNOWN", part.Start, $"Only FGI{caveats} and {_form.Word.Trim()} may follow the level; remove the rest.");
        }
    }

    public static string PrintForeign(ForeignGovernmentInformation fgi, MarkingRegistry registry) =>
        NationalCaveat.Slashes + string.Join(' ', registry.InOrder(fgi.Owners).Prepend(Fgi));

    // A caveat, or one with a list behind it that it must not have.
    private NationalCaveat? CaveatOf(string text) => NationalCaveat.Of(nation).FirstOrDefault(caveat =>
        IsPart(caveat) && (caveat.IsSpelt(text) || text.StartsWith(caveat.Word + " ", StringComparison.Ordinal)));

    private static bool IsPart(NationalCaveat caveat) => caveat.Joins.Contains(NationalCaveat.Slashes);

    private void CheckOnce(bool seen, bool late, Piece part)
    {
        if (seen || late)
        {
            errors.Add(seen ? "NAT-CATEGORY-DUPLICATE" : "NAT-CATEGORY-ORDER", part.Start,
                $"Write LEVEL//FGI owners//{_form.Word}list, each part once.");
        }
    }

    private ForeignGovernmentInformation ReadForeign(Piece part)
    {
        if (part.Text == Fgi)
        {
            return new ForeignGovernmentInformation(true, []);
        }

        var lists = new CodeLists("NAT", " ", UsaFirst: false, code => code != nation && registry.IsOwner(code));
        ImmutableArray<string> owners = lists.Read(part.From(Fgi.Length + 1), registry, errors);
        return new ForeignGovernmentInformation(false, [.. owners.Order(StringComparer.Ordinal)]);
    }

    private ImmutableArray<string> ReadList(Piece list)
    {
        // Australia writes its list with slashes or with commas.
        string separator = _form.NamesOwner && list.Text.Contains('/', StringComparison.Ordinal) ? "/" : ", ";
        ImmutableArray<string> codes = new CodeLists("NAT", separator, UsaFirst: false, registry.IsKnown).Read(list, registry, errors);
        if (_form.NamesOwner && !codes.Contains(nation))
        {
            errors.Add("AUS-REL-OWNER", list.Start, $"Name {nation} in the list too.");
        }
        else if (_form.NamesOwner && codes.Length < 2)
        {
            errors.Add("AUS-REL-ALONE", list.Start, $"Name at least one code besides {nation}, or use AUSTEO.");
        }

        return codes;
    }
}
