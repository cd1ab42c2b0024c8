using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Products;

/// <summary>What a node answers about notices and holders.</summary>
internal static class NoticeReport
{
    public static void Show(Surface surface, IssueNoticeResponse answer, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            return;
        }

        surface.Console.Say($"notice {answer.Number} stands in the release log at {answer.LogIndex}");
        surface.Console.Say(answer.To.Count == 0 ? "nobody holds the product from this node" : $"it goes to {string.Join(", ", answer.To)}");
    }

    public static void Show(Surface surface, NoticeStatus status, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(status));
            return;
        }

        foreach (IssuedNotice notice in status.Notices)
        {
            surface.Console.Say($"notice {notice.Number}  {Word(notice.Action)}, {Date(notice.AtMs)}, by {(notice.Issuer.Length > 0 ? notice.Issuer : status.Originator)}{(notice.Note.Length > 0 ? ": " + notice.Note : "")}");
        }

        var table = Page.Table("holder", "via", "released", "state", "answered");
        foreach (Holder holder in status.Holders)
        {
            table.Row(holder.Partner, holder.Via, holder.ReleasedAtMs > 0 ? Date(holder.ReleasedAtMs) : "", Word(holder.State), Answers(holder));
        }

        surface.Console.Write(table);
        string[] silent = [.. status.Holders.Where(holder => holder.Answers.Any(answer => answer.AtMs == 0)).Select(holder => holder.Partner).Distinct()];
        if (status.Notices.Count > 0)
        {
            surface.Console.Say(silent.Length == 0 ? "Everybody has answered." : $"Not answered: {string.Join(", ", silent)}.");
        }

        foreach (Holder holder in status.Holders.Where(holder => holder.RefusedNow))
        {
            surface.Console.Say($"{holder.Partner}: released under a policy that would refuse now.");
        }
    }

    private static string Answers(Holder holder) => string.Join(
        ", ", holder.Answers.Select(answer => $"{answer.Number} {(answer.AtMs == 0 ? "no answer" : answer.Purged ? "erased" : "held")}"));

    private static string Word(HolderState state) => state switch
    {
        HolderState.Unspecified => "unknown",
        HolderState.Released => "no receipt",
        HolderState.Holds => "holds",
        HolderState.Withdrawn => "withdrawn",
        HolderState.Purged => "erased",
    };

    private static string Word(NoticeAction action) => action switch
    {
        NoticeAction.Unspecified => "unknown",
        NoticeAction.Recall => "recall",
        NoticeAction.Correction => "correction",
        NoticeAction.Supersession => "supersession",
        NoticeAction.RaisedMarking => "raised marking",
        NoticeAction.Spill => "spill",
    };

    private static string Date(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
