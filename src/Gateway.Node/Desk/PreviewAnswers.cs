using System.Collections.Immutable;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Logs;
using Gateway.Protocol;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Node.Desk;

/// <summary>Puts a preview into messages: only what its reader may see, and nothing that tells that there is more.</summary>
internal sealed class PreviewAnswers(NodeModel model, SealedProduct product, Func<ushort, bool> sees, IReadOnlyDictionary<ushort, string> fields)
{
    private readonly ProductSchema _schema = model.Schemas(product.Manifest.Schema) ?? throw new InvalidOperationException("The schema was read before.");

    public RecipientPreview Of(Preview preview)
    {
        PreviewedPortion[] shown = [.. preview.Portions.Where(portion => sees(portion.Portion.Index))];
        ImmutableArray<Portion> opened = Opened(shown);
        var answer = new RecipientPreview
        {
            Recipient = preview.Ruling.Recipient.Value,
            Outcome = !opened.IsEmpty ? SubmitOutcome.Released
                : shown.Any(portion => portion.Cause == PreviewCause.Held) ? SubmitOutcome.Held
                : SubmitOutcome.Refused,
            Banner = Banner(opened)?.ToMessage(),
            Assessment = opened.IsEmpty ? null : Reassembler.Reassemble<RiskAssessment>(opened, _schema),
        };
        ImmutableArray<PortionView> views = Reassembler.View(shown.Select(portion => portion.Portion), _schema);
        answer.Portions.AddRange(shown.Zip(views, Of));
        return answer;
    }

    /// <summary>Roll-up of these portions; null when there are none.</summary>
    public Core.Markings.Marking? Banner(IEnumerable<Portion> portions) => portions.Any()
        ? Banners.Of(portions.Select(portion => portion.Body.Marking), product.Manifest.Originator, model.Markings)
        : null;

    /// <summary>What is opened of what is shown, closed again: no portion without those that accompany it.</summary>
    public static ImmutableArray<Portion> Opened(IEnumerable<PreviewedPortion> shown)
    {
        Portion[] opened = [.. shown.Where(portion => portion.Cause == PreviewCause.Opened).Select(portion => portion.Portion)];
        return OpeningChoice.All(opened, [.. opened.Select(_ => Outcome.Release)]);
    }

    private PortionPreview Of(PreviewedPortion portion, PortionView view)
    {
        bool seen = IsExplainedBySeen(portion);
        var message = new PortionPreview
        {
            Portion = view,
            Field = fields.GetValueOrDefault(portion.Portion.Index, ""),
            Outcome = (PortionOutcome)portion.Decision.Outcome,
            Opened = portion.Cause == PreviewCause.Opened,
            Cause = seen ? (PortionCause)portion.Cause : PortionCause.Unspecified,
            Text = seen ? Sentence(portion.Cause) : "Decided together with what is above your clearance.",
        };
        message.Rules.AddRange(portion.Decision.Rules.Select(id => new RuleText { Id = id, Text = Text(id, portion.Decision.Outcome) }));
        message.Checks.AddRange((portion.Why?.Mandatory.Results ?? []).Where(check => check.Ceiling < Outcome.Release).Select(check => new CheckCeiling
        {
            Id = check.Rule,
            Text = Text(check.Rule, check.Ceiling),
            Ceiling = (PortionOutcome)check.Ceiling,
        }));
        message.Missing.AddRange(portion.Missing.Where(sees).Select(Name));
        return message;
    }

    /// <summary>Whether the cause speaks only of portions that the reader may see: the others may not show in it.</summary>
    private bool IsExplainedBySeen(PreviewedPortion portion) => portion.Cause switch
    {
        PreviewCause.Opened or PreviewCause.Withheld or PreviewCause.Held => true,
        PreviewCause.CompanionStays => portion.Missing.All(sees),
        PreviewCause.TearLineOnly or PreviewCause.FullerWordingOpened =>
            product.Portions.Where(other => other.Body.Path == portion.Portion.Body.Path).All(other => sees(other.Index)),
        PreviewCause.NoBanner => product.Portions.All(other => sees(other.Index)),
    };

    private string Name(ushort index) =>
        fields.GetValueOrDefault(index) ?? product.Portions.First(portion => portion.Index == index).Body.Path;

    private string Text(string id, Outcome outcome) => (id, outcome) switch
    {
        (RuleIds.Agreement, Outcome.Hold) => "The agreement asks for a release officer.",
        (RuleIds.Agreement, Outcome.TearLine) => "The agreement's stage lets rewordings pass only.",
        (RuleIds.Releasability, Outcome.Hold) => "RELIDO asks for a release officer.",
        _ => RuleTexts.Of(id, model.Policy),
    };

    private static string Sentence(PreviewCause cause) => cause switch
    {
        PreviewCause.Opened => "Released.",
        PreviewCause.Withheld => "Stays at home.",
        PreviewCause.Held => "Waits for a release officer.",
        PreviewCause.TearLineOnly => "Only a rewording may leave, and this is the fullest wording.",
        PreviewCause.CompanionStays => "Not opened because what must accompany it stays.",
        PreviewCause.FullerWordingOpened => "Not needed: a fuller wording is released.",
        PreviewCause.NoBanner => "Not opened because no banner can carry all marks together.",
    };
}
