using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Warnings;

/// <summary>What a node answers about warnings.</summary>
internal static class WarningReport
{
    public static void Show(Surface surface, IReadOnlyList<ListedWarning> warnings, bool json)
    {
        if (json)
        {
            warnings.ToList().ForEach(warning => surface.Out.WriteLine(JsonFormatter.Default.Format(warning)));
            return;
        }

        var table = Page.Table("warning", "from", "about", "state", "due", "title");
        foreach (ListedWarning warning in warnings)
        {
            table.Row(
                Short(warning.Product.ProductId), warning.Product.Originator, warning.Product.Iso3, State(warning.Standing), Date(warning.Standing.DueAtMs), warning.Product.Title);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{Page.Count(warnings.Count, "warning")}.");
    }

    public static void Show(Surface surface, GetWarningResponse chain, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(chain));
            return;
        }

        foreach (WarningEdition edition in chain.Editions)
        {
            Warning warning = edition.Product.Warning ?? new Warning();
            WarningHeader? header = warning.Header.FirstOrDefault();
            surface.Console.Say($"{header?.Kind.ToString().ToUpperInvariant() ?? "WARNING"}  {header?.Title}");
            surface.Console.Say($"product {Convert.ToHexStringLower(edition.Product.ProductId.Span)}");
            surface.Console.Say($"lineage {Convert.ToHexStringLower(edition.Product.LineageId.Span)}");
            surface.Console.Say($"of      {edition.Product.Originator}, {Date(edition.Product.IssuedAtMs)}; {edition.Product.Banner?.Text}");
            surface.Console.Say($"state   {Sentence(edition.Standing)}");
            foreach (Danger danger in warning.Danger)
            {
                surface.Out.WriteLine(Page.Wrap($"danger  {danger.Statement} ({Words(danger)})", 8));
                if (danger.Instruction.Length > 0)
                {
                    surface.Out.WriteLine(Page.Wrap($"do      {danger.Instruction}", 8));
                }
            }

            foreach (Ground ground in warning.Grounds)
            {
                surface.Out.WriteLine(Page.Wrap($"ground  {ground.Text}", 8));
            }

            surface.Out.WriteLine();
        }
    }

    public static void Show(Surface surface, WarningEvent happened, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(happened));
            return;
        }

        string who = happened.Partner.Length > 0 ? " " + happened.Partner : "";
        string answer = happened.Response == WarningResponse.Unspecified ? "" : $" ({Word(happened.Response)})";
        surface.Out.WriteLine(Page.Wrap(
            $"{Date(happened.AtMs)}  {Short(happened.Warning.Product.ProductId)}  {happened.Kind.ToString().ToLowerInvariant()}{who}{answer}: {happened.Warning.Product.Title}", 18));
        surface.Out.Flush();
    }

    public static void Show(Surface surface, AcknowledgeWarningResponse answer, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            return;
        }

        surface.Console.Say($"{Word(answer.Response)}, {Date(answer.AtMs)}; it stands in the release log at {answer.LogIndex}");
    }

    public static void Show(Surface surface, WarningStatus status, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(status));
            return;
        }

        var table = Page.Table("partner", "via", "state", "released", "receipt", "due", "answer");
        foreach (WarningRecipient one in status.Recipients)
        {
            table.Row(one.Partner, one.Via, Word(one.State), Clock(one.ReleasedAtMs), Clock(one.DeliveredAtMs), Clock(one.DueAtMs), one.Answers.Count == 0 ? "" : $"{Word(one.Answers[^1].Response)} {Clock(one.Answers[^1].AtMs)}");
        }

        surface.Console.Write(table);
        string[] late = [.. status.Recipients.Where(one => one.State is RecipientState.Undelivered or RecipientState.Overdue).Select(one => $"{one.Partner} ({Word(one.State)})")];
        surface.Console.Say(late.Length == 0 ? "Nobody is late." : $"Late: {string.Join(", ", late)}.");
    }

    private static string State(WarningStanding standing) => standing.State switch
    {
        WarningState.Unspecified => "unknown",
        WarningState.Open => "open",
        WarningState.Reminded => "reminded",
        WarningState.Escalated => "ESCALATED",
        WarningState.Acknowledged => Word(standing.Response),
        WarningState.Raised => standing.Undelivered + standing.Overdue > 0 ? "raised, LATE" : $"raised {standing.Responded}/{standing.Recipients}",
        WarningState.Superseded => "superseded",
        WarningState.Cancelled => "cancelled",
        WarningState.TakenBack => "taken back",
    };

    private static string Sentence(WarningStanding standing) => standing.AcknowledgedBy.Length > 0
        ? $"{State(standing)}; answered by {standing.AcknowledgedBy}, {Date(standing.AcknowledgedAtMs)}"
        : standing.DueAtMs > 0 ? $"{State(standing)}; answer by {Date(standing.DueAtMs)}" : State(standing);

    private static string Words(Danger danger) => string.Join(", ", danger.Urgency, danger.Severity, danger.Certainty).ToLowerInvariant();

    private static string Word(WarningResponse response) => response switch
    {
        WarningResponse.Unspecified => "no answer",
        WarningResponse.Seen => "seen",
        WarningResponse.NoAction => "no action",
        WarningResponse.Acting => "acting",
    };

    private static string Word(RecipientState state) => state switch
    {
        RecipientState.Unspecified => "unknown",
        RecipientState.Released => "released",
        RecipientState.Undelivered => "UNDELIVERED",
        RecipientState.Delivered => "delivered",
        RecipientState.Overdue => "OVERDUE",
        RecipientState.Acknowledged => "answered",
    };

    private static string Short(ByteString product) => Convert.ToHexStringLower(product.Span)[..12];

    private static string Date(long ms) =>
        ms == 0 ? "" : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Clock(long ms) =>
        ms == 0 ? "" : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
