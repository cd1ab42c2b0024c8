using System.Globalization;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Desk;

/// <summary>Previews, drafts and what waits, for people.</summary>
internal static class DeskReport
{
    public static void Show(Surface surface, RecipientPreview preview)
    {
        int opened = preview.Portions.Count(portion => portion.Opened);
        surface.Console.Say($"{preview.Recipient}: {Word(preview.Outcome)}, {opened} of {preview.Portions.Count} portions");
        surface.Console.Say($"banner {preview.Banner?.Text ?? "none"}");
        var table = Page.Table("portion", "marking", "outcome", "why");
        foreach (PortionPreview portion in preview.Portions.OrderBy(portion => portion.Field, FieldOrder.Instance))
        {
            table.Row(Place(portion), portion.Portion.Marking?.Text ?? "", Word(portion.Cause), Why(portion));
        }

        surface.Console.Write(table);
        surface.Console.Say("");
        surface.Console.Say($"{preview.Recipient} would read:");
        foreach (PortionPreview portion in preview.Portions.Where(portion => portion.Opened).OrderBy(portion => portion.Field, FieldOrder.Instance))
        {
            surface.Console.Say($"  {portion.Portion.Marking?.Text} {PortionText.Of(portion.Portion)}");
        }

        if (opened == 0)
        {
            surface.Console.Say("  nothing");
        }

        surface.Console.Say("");
    }

    public static void Show(Surface surface, IReadOnlyList<HoldRow> holds)
    {
        var table = Page.Table("product", "to", "state", "since", ">waiting", "by", "title");
        foreach (HoldRow hold in holds)
        {
            table.Row(
                Id(hold)[..12],
                hold.Recipient,
                hold.Superseded ? "superseded" : Word(hold.State),
                Date(hold.HeldAtMs),
                hold.Waiting.ToString(CultureInfo.InvariantCulture),
                hold.Submitter,
                hold.Title);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{holds.Count} rows. --json gives whole product ids.");
    }

    public static void Show(Surface surface, HoldRow hold)
    {
        surface.Console.Say($"product   {Id(hold)}");
        surface.Console.Say($"to        {hold.Recipient}");
        surface.Console.Say($"state     {Word(hold.State)}{(hold.Superseded ? ", replaced by a newer edition" : "")}");
        surface.Console.Say($"title     {hold.Title}");
        surface.Console.Say($"submitter {hold.Submitter}, held {Date(hold.HeldAtMs)}");
        if (hold.State is HoldState.Approved or HoldState.Rejected)
        {
            surface.Console.Say($"officer   {hold.Officer}, {Date(hold.DecidedAtMs)}: {hold.Reason}");
        }
    }

    public static void Show(Surface surface, DraftRow draft, IReadOnlyCollection<DraftFault> faults)
    {
        surface.Console.Say($"draft   {draft.DraftId} of {draft.Owner}, version {draft.Version}, saved {Date(draft.SavedAtMs)}");
        surface.Console.Say($"title   {draft.Title}");
        surface.Console.Say($"mode    {draft.Mode.ToString().ToUpperInvariant()}");
        if (faults.Count == 0)
        {
            surface.Console.Say("ready to be submitted");
            return;
        }

        var table = Page.Table("field", "rule", "what is wrong");
        foreach (DraftFault fault in faults)
        {
            table.Row(fault.Field, fault.Rule, fault.Text);
        }

        surface.Console.Write(table);
    }

    public static void Show(Surface surface, IReadOnlyCollection<DraftRow> drafts)
    {
        var table = Page.Table("draft", "owner", ">version", "saved", "title");
        foreach (DraftRow draft in drafts)
        {
            table.Row(draft.DraftId, draft.Owner, draft.Version.ToString(CultureInfo.InvariantCulture), Date(draft.SavedAtMs), draft.Title);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{drafts.Count} drafts.");
    }

    private static string Id(HoldRow hold) => Convert.ToHexStringLower(hold.ProductId.Span);

    private static string Place(PortionPreview portion) => portion.Field.Length > 0 ? portion.Field : portion.Portion.Path.Split('/')[0];

    private static string Why(PortionPreview portion) => string.Join(
        ' ',
        portion.Rules.Select(rule => rule.Id)
            .Concat(portion.Missing.Count == 0 ? [] : ["without " + string.Join(", ", portion.Missing)]));

    private static string Word(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Unspecified => "unknown",
        SubmitOutcome.Released => "released",
        SubmitOutcome.Refused => "refused",
        SubmitOutcome.Held => "held",
    };

    private static string Word(PortionCause cause) => cause switch
    {
        PortionCause.Unspecified => "unknown",
        PortionCause.Opened => "opened",
        PortionCause.Withheld => "withheld",
        PortionCause.Held => "held",
        PortionCause.TearLineOnly => "tear line only",
        PortionCause.CompanionStays => "companion stays",
        PortionCause.FullerWordingOpened => "not needed",
        PortionCause.NoBanner => "no banner",
    };

    private static string Word(HoldState state) => state switch
    {
        HoldState.Unspecified => "unknown",
        HoldState.Waiting => "waiting",
        HoldState.Approved => "approved",
        HoldState.Rejected => "rejected",
    };

    private static string Date(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As in the assessment: <c>judgements[2]</c> before <c>judgements[10]</c>.</summary>
    private sealed class FieldOrder : IComparer<string>
    {
        private static readonly StringComparer Numeric = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

        public static FieldOrder Instance { get; } = new();

        public int Compare(string? x, string? y) => Numeric.Compare(x, y);
    }
}
