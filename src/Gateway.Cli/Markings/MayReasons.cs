using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Markings;

/// <summary>What each step looked at, in words. It states facts and decides nothing.</summary>
internal sealed class MayReasons(MayQuestion question, Marking? banner)
{
    private readonly ParsedMarking? _marking = (question.Context.Markings.Read(question.Facts.Marking) as MarkingReading.Readable)?.Marking;

    public string Of(int step) => step switch
    {
        1 => Mark(),
        10 => banner is null ? "no policy can write one" : banner.Text,
        _ when _marking is null => "the mark cannot be read",
        2 => Clearance(_marking),
        3 => Agreement(),
        4 => _marking.NationalOnly is { } nations ? "only for " + List(nations) : "none",
        5 => ReleaseList(_marking),
        6 => Owners(_marking),
        7 => Originator(_marking),
        8 => Light(_marking),
        9 => Caveats(_marking),
        _ => "",
    };

    private string Mark()
    {
        if (_marking is null)
        {
            return question.Context.Markings.Read(question.Facts.Marking) is MarkingReading.Unreadable { Errors: [var first, ..] }
                ? MarkingReport.Sentence(first)
                : "not readable";
        }

        long notBefore = question.Facts.Marking.NotBeforeMs;
        string embargo = notBefore > 0
            ? ", under embargo until " + DateTimeOffset.FromUnixTimeMilliseconds(notBefore).ToString("u", CultureInfo.InvariantCulture)
            : "";
        return $"{_marking.LevelWord}{(_marking.Owners.IsEmpty ? "" : " of " + List(_marking.Owners))}{embargo}";
    }

    private string Clearance(ParsedMarking marking)
    {
        if (!question.Context.Roster.TryFind(question.To, out Partner? partner))
        {
            return $"the roster does not know {question.To}";
        }

        if (marking.Level == Level.Unclassified)
        {
            return "unclassified";
        }

        IEnumerable<string> needs = PortionOwners.All(question.Facts.Originator, marking)
            .Where(owner => owner != default && owner != question.To)
            .Select(owner =>
                $"{owner}'s needs {question.Context.Markings.ReceiveAs(owner, marking.Level, question.To).Word()}, holds {partner.Clearance.For(owner).Word()}");
        return string.Join("; ", needs.DefaultIfEmpty("its own information"));
    }

    private string Agreement()
    {
        Agreement[] all =
        [
            .. Givers().SelectMany(giver => question.Context.Agreements.InForce(giver, question.To, question.Context.Now)).Distinct(),
        ];
        return all.Length == 0
            ? "none in force"
            : string.Join("; ", all.Select(agreement => string.Create(
                CultureInfo.InvariantCulture,
                $"{agreement.First}-{agreement.Second}: stage {agreement.Stage}, up to {agreement.CeilingFrom(agreement.First == question.To ? agreement.Second : agreement.First).Word()}")))
                + $"; asked for {question.Facts.FieldClass.Word()}";
    }

    private IEnumerable<PartnerCode> Givers() => _marking is null
        ? []
        : PortionOwners.All(question.Facts.Originator, _marking).Append(question.Context.Releaser)
            .Where(code => code != default && code != question.To).Distinct();

    private static string ReleaseList(ParsedMarking marking)
    {
        List<string> says = [];
        if (marking.ReleasableTo is { } list)
        {
            says.Add(list.IsEmpty ? "an empty list: nobody" : "releasable to " + List(list));
        }

        if (marking.DisplayOnly is { } display)
        {
            says.Add("display only to " + List(display));
        }

        if (marking.Controls.HasFlag(Controls.RelIdo))
        {
            says.Add("RELIDO: an officer decides");
        }

        return says.Count > 0 ? string.Join("; ", says)
            : marking.Level == Level.Unclassified ? "none; unclassified is left to local policy"
            : "none: it stays with its owners";
    }

    private string Owners(ParsedMarking marking)
    {
        if (marking.Fgi is { Concealed: true })
        {
            return "a concealed source, whom nobody can ask";
        }

        ImmutableArray<string> others =
        [
            .. PortionOwners.All(question.Facts.Originator, marking).Where(owner => owner != question.Facts.Originator).Select(owner => owner.Value),
        ];
        return others.IsEmpty ? "nobody else's information" : "holds information of " + List(others);
    }

    private string Originator(ParsedMarking marking)
    {
        if ((marking.Controls & (Controls.Orcon | Controls.OrconUsGov)) == Controls.None)
        {
            return "none";
        }

        ImmutableArray<string> named = question.Facts.Marking.OriginatorList;
        return named.IsDefaultOrEmpty ? "ORCON, and the originator named nobody" : "ORCON; the originator named " + List(named);
    }

    private string Light(ParsedMarking marking)
    {
        if (marking.Tlp is null)
        {
            return "none";
        }

        string community = question.Facts.Marking.Community;
        return marking.LevelWord + (string.IsNullOrEmpty(community) ? "" : $" of community {community}");
    }

    private static string Caveats(ParsedMarking marking)
    {
        string[] asked =
        [
            .. MarkingReport.Words(marking).Where(word => word is not ("ORCON" or "ORCON-USGOV" or "NOFORN" or "RELIDO")), .. marking.OtherControls,
        ];
        return asked.Length == 0 ? "asks for no caveat" : "asks to honour " + string.Join(", ", asked);
    }

    private static string List(IEnumerable<string> codes) => string.Join(", ", codes);
}
