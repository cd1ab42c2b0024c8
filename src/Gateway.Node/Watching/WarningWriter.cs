using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Watching;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreMode = Gateway.Core.Sealing.Mode;
using Finding = Gateway.Core.Watching.Finding;

namespace Gateway.Node.Watching;

/// <summary>
/// Writes findings as warnings. Every portion bears the join of all that the finding rests on, and the warning is addressed to those alone
/// who may have all of that: a partner gets the whole of it or nothing.
/// </summary>
internal sealed class WarningWriter(NodeState node)
{
    private const int MostGrounds = 20;
    private const int LongestLine = 200;
    private const int LongestText = 2000;

    // Header, subject with its place, and danger for each have to fit into the smallest schema.
    private const int MostMarks = 6;

    /// <summary>The submission of an alert or an update; null when no mark can carry the grounds together.</summary>
    public SubmitRequest? Write(Finding finding, CoreMode mode, WarningKind kind, ReadOnlyMemory<byte> lineage, int revision)
    {
        if (GroundMarkings.Join(finding, node.Model.Self, node.Model.Markings) is not { } join)
        {
            return null;
        }

        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var template = new Portion { Marking = join.ToMessage() };
        template.Region.AddRange(GroundMarkings.Regions(finding));
        template.Topic.AddRange(GroundMarkings.Topics(finding));
        var warning = new Warning
        {
            Header =
            {
                new WarningHeader
                {
                    Portion = template.Clone(),
                    Title = Plain(finding.Title, LongestLine),
                    Kind = kind,
                    Mode = mode.ToMessage(),
                    AuthoredAtMs = now,
                    ValidUntilMs = finding.LapsesAtMs > now ? finding.LapsesAtMs : 0,
                    RuleId = finding.Rule.Id,
                },
            },
            Subject = { Subject(finding.Subject, template) },
            Danger = { Danger(finding, template) },
        };
        warning.Grounds.AddRange(finding.Grounds.Take(MostGrounds).Select(ground => Ground(ground, template)));
        if (finding.Subject.Group.Length > 0)
        {
            warning.Populations.Add(new Population { Portion = template.Clone(), Name = Plain(finding.Subject.Group, LongestLine) });
        }

        if (finding.Rule.Action is { } action)
        {
            warning.Options.Add(new Option { Portion = template.Clone(), ToolId = action.Tool, Text = action.Text, Owner = action.Owner });
        }

        var request = new SubmitRequest
        {
            SubmissionId = Tellings.SubmissionId(finding.Key, revision),
            Warning = warning,
            LineageId = ByteString.CopyFrom(lineage.Span),
            SizeClass = SizeClass._32,
        };
        request.Audience.AddRange(Audience(finding));
        return request;
    }

    /// <summary>
    /// The submission that cancels a chain, to everybody who was told anything of it, under every mark that it bore. It says that it is over
    /// and of whom it spoke, which each of them knows, and nothing of what any edition said.
    /// </summary>
    public SubmitRequest Cancel(SubmitRequest chain, ReadOnlyMemory<byte> lineage, string key, int revision)
    {
        SubmitRequest request = chain.Clone();
        request.SubmissionId = Tellings.SubmissionId(key, revision);
        request.LineageId = ByteString.CopyFrom(lineage.Span);
        return Stamp(request);
    }

    /// <summary>The chain once another submission of it was sent.</summary>
    public SubmitRequest Told(SubmitRequest? chain, SubmitRequest sent)
    {
        if (sent.Warning.Header[0].Kind == WarningKind.Cancel)
        {
            return sent;
        }

        SubmitRequest told = chain?.Clone() ?? new SubmitRequest { Warning = new Warning(), SizeClass = SizeClass._32 };
        string[] all = [.. told.Audience.Union(sent.Audience).Order(StringComparer.Ordinal)];
        told.Audience.Clear();
        told.Audience.AddRange(all.Length > 1 ? all.Where(code => code != node.Model.Self.Value) : all);
        Portion template = sent.Warning.Header[0].Portion;
        if (told.Warning.Header.Count < MostMarks && told.Warning.Header.All(header => !header.Portion.Equals(template)))
        {
            // Wordings of one path: each partner gets the one whose mark lets it.
            WarningHeader header = sent.Warning.Header[0];
            told.Warning.Header.Add(new WarningHeader
            {
                Portion = template.Clone(),
                Title = "Cancelled: what this warning rested on does not hold any more",
                Kind = WarningKind.Cancel,
                Mode = header.Mode,
                RuleId = header.RuleId,
            });
            told.Warning.Subject.Add(sent.Warning.Subject[0].Clone());
            told.Warning.Danger.Add(new Danger
            {
                Portion = template.Clone(),
                Statement = "What this warning rested on does not hold any more.",
                Urgency = Protocol.V1.Urgency.Past,
                Severity = Protocol.V1.Severity.Unknown,
                Certainty = Protocol.V1.Certainty.Unknown,
            });
        }

        return told;
    }

    /// <summary>The same submission, written now: it waited for a person.</summary>
    public SubmitRequest Stamp(SubmitRequest request)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (WarningHeader header in request.Warning.Header)
        {
            header.AuthoredAtMs = now;
            header.ValidUntilMs = header.ValidUntilMs > now ? header.ValidUntilMs : 0;
        }

        return request;
    }

    /// <summary>
    /// Who is addressed: partners to whom the rules, or an officer's approval on record, open every ground. Nobody: this partner itself, so that
    /// the warning stays at home and is still there for those who are cleared.
    /// </summary>
    private IEnumerable<string> Audience(Finding finding)
    {
        DateTimeOffset now = node.Clock.GetUtcNow();
        ImmutableArray<PartnerCode> allowed = GroundMarkings.Audience(finding, node.Model, now, portion => Opened(portion));
        return allowed.IsEmpty ? [node.Model.Self.Value] : allowed.Select(partner => partner.Value);
    }

    /// <summary>To whom a portion that this node sealed was opened.</summary>
    private ImmutableArray<PartnerCode> Opened(FactPortion portion) =>
    [
        .. node.Read.Decisions(portion.Product)
            .Where(row => Core.Sealing.DecisionRecord.TryDecode(row.Record.Span, out Core.Sealing.DecisionRecord? record)
                && record.Portions.Any(decided => decided.Index == portion.Index && decided.Opened))
            .Select(row => row.Partner),
    ];

    private static Subject Subject(WatchSubject subject, Portion template)
    {
        var message = new Subject { Portion = template.Clone(), Iso3 = subject.Iso3 };
        if (subject.Area.Length > 0)
        {
            message.Place.Add(new Place { Portion = template.Clone(), AdmPcode = Plain(subject.Area, LongestLine) });
        }

        return message;
    }

    private static Danger Danger(Finding finding, Portion template)
    {
        var danger = new Danger
        {
            Portion = template.Clone(),
            Statement = Plain(finding.Statement, LongestText),
            Urgency = (Protocol.V1.Urgency)finding.Alarm.Urgency,
            Severity = (Protocol.V1.Severity)finding.Alarm.Severity,
            Certainty = (Protocol.V1.Certainty)finding.Alarm.Certainty,
            OnsetAtMs = finding.OnsetAtMs,
            Instruction = finding.Rule.Instruction,
        };
        if (finding.Event is { } foreseen)
        {
            danger.Event = new Event { DefinitionId = foreseen.Definition, Threshold = foreseen.Threshold, WindowMonths = foreseen.WindowMonths };
        }

        return danger;
    }

    private static Ground Ground(FindingGround ground, Portion template)
    {
        var message = new Ground
        {
            Portion = template.Clone(),
            Kind = (GroundKind)ground.Kind,
            Text = Plain(ground.Text, LongestText),
            ProductId = ByteString.CopyFrom(ground.Product.Span),
            Partners = { ground.Partner.Value },
            AtMs = Math.Max(0, ground.AtMs),
        };
        if (ground.Value is { } value && double.IsFinite(value) && ground.Unit.Length > 0)
        {
            message.Value = value;
            message.Unit = ground.Unit;
        }

        return message;
    }

    /// <summary>What partners wrote, as one line of bounded length that no terminal obeys.</summary>
    private static string Plain(string text, int longest)
    {
        string shown = string.Concat(text.Select(c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c));
        return shown.Length <= longest ? shown : shown[..(char.IsHighSurrogate(shown[longest - 2]) ? longest - 2 : longest - 1)] + "…";
    }
}
