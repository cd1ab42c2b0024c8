using System.Globalization;
using Gateway.Core.Assessments;
using Gateway.Protocol.V1;

namespace Gateway.Cli.HorizonScanning;

/// <summary>One line of a digest in words. What a partner wrote is apart from what this program says.</summary>
/// <param name="Where">Country and group.</param>
/// <param name="Title">In a partner's words, or empty.</param>
/// <param name="Fact">In the node's words, with partners' terms in them, or empty.</param>
/// <param name="Details">Who, when, and what to mind.</param>
/// <param name="Marking">Over the line.</param>
/// <param name="Overdue">Something was asked for by a time that has passed.</param>
internal sealed record DigestLine(string Where, string Title, string Fact, string Details, string Marking, bool Overdue);

/// <summary>A section with its lines.</summary>
internal sealed record DigestPart(string Heading, string Nothing, IReadOnlyList<DigestLine> Lines);

/// <summary>A digest in words, the same for every form. Text is as it came: each form escapes all of it.</summary>
internal sealed class DigestPage(HorizonDigest digest)
{
    /// <summary>What stands over and under every page.</summary>
    public string Banner { get; } = digest.Banners.Count == 0 ? "Nothing in this digest carries a marking" : Marks(digest.Banners);

    /// <summary>Says that it is not real; empty when it is.</summary>
    public string Warned => digest.Mode switch
    {
        Mode.Exercise => "EXERCISE EXERCISE EXERCISE",
        Mode.Test => "TEST TEST TEST",
        Mode.Actual or Mode.Unspecified => "",
    };

    public string Title { get; } = $"Horizon scan, {Day(digest.SinceMs)} to {Day(digest.UntilMs)}";

    public string Scope { get; } = $"What {digest.Partner} holds and this reader may see, from {Time(digest.SinceMs)} to {Time(digest.UntilMs)}.";

    public IEnumerable<DigestPart> Parts => Enum.GetValues<DigestSection>().Where(section => section != DigestSection.Unspecified)
        .OrderBy(section => section == DigestSection.Unanswered ? 0 : 1)
        .Select(section => new DigestPart(Heading(section), Nothing(section), [.. digest.Items.Where(item => item.Section == section).Select(Line)]));

    private static DigestLine Line(DigestItem item) => new(
        Where(item),
        item.Title,
        item.Fact,
        Details(item),
        Marks(item.Markings),
        item.Overdue);

    private static string Where(DigestItem item)
    {
        string country = Countries.TryByIso3(item.Iso3, out Country? known) ? $"{known.Name} ({item.Iso3})" : item.Iso3;
        string where = item.GroupId.Length > 0 ? $"{country}, {item.GroupId}" : country;
        return where.Length > 0 ? where : "No country named";
    }

    private static string Details(DigestItem item)
    {
        var details = new List<string> { $"{Word(item.Kind)} by {string.Join(", ", item.Partners)}", $"issued {Time(item.IssuedAtMs)}" };
        if (item.DueAtMs > 0)
        {
            details.Add($"{(item.Kind == DigestKind.Warning ? "acknowledge" : "answer")} by {Time(item.DueAtMs)}{(item.Overdue ? ": OVERDUE" : "")}");
        }

        if (item.Replaced)
        {
            details.Add("its originator says to use another edition");
        }

        if (item.Unconfirmed)
        {
            details.Add("not confirmed by its originator in time");
        }

        return string.Join("; ", details);
    }

    private static string Marks(IEnumerable<Marking> markings) => string.Join(" AND ", markings.Select(Mark));

    // National words mean nothing without their policy.
    private static string Mark(Marking marking)
    {
        string mark = marking.Policy is "US" or "TLP" or "NATO" or "EU" ? marking.Text : $"{marking.Policy}: {marking.Text}";
        bool listed = marking.ReleasableTo.Count > 0 && !marking.Text.Contains("REL", StringComparison.Ordinal);
        return listed ? $"{mark} (releasable to {string.Join(", ", marking.ReleasableTo)})" : mark;
    }

    private static string Heading(DigestSection section) => section switch
    {
        DigestSection.Unspecified => "Other",
        DigestSection.New => "New",
        DigestSection.Rising => "Rising",
        DigestSection.Disputed => "Disputed",
        DigestSection.Unanswered => "Unanswered",
    };

    private static string Nothing(DigestSection section) => section switch
    {
        DigestSection.Unspecified => "Nothing.",
        DigestSection.New => "Nothing arrived.",
        DigestSection.Rising => "No figure went up.",
        DigestSection.Disputed => "No partners' judgements lie apart.",
        DigestSection.Unanswered => "Nothing waits for an answer.",
    };

    private static string Word(DigestKind kind) => kind switch
    {
        DigestKind.Unspecified => "Product",
        DigestKind.Warning => "Warning",
        DigestKind.Assessment => "Assessment",
        DigestKind.Threshold => "Threshold",
        DigestKind.Watchlist => "Watchlist",
        DigestKind.Request => "Request for information",
        DigestKind.Answer => "Answer",
    };

    private static string Day(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
