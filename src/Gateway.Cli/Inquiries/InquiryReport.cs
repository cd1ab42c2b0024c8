using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Spectre.Console;

namespace Gateway.Cli.Inquiries;

/// <summary>What a node says of requests, for people and machines.</summary>
internal static class InquiryReport
{
    public static void Show(Surface surface, string what, InquirySent sent, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(sent));
            return;
        }

        surface.Console.Say($"{what} {Convert.ToHexStringLower(sent.ProductId.Span)}");
        surface.Console.Say($"banner  {sent.Banner?.Text}");
        surface.Console.Say(sent.Addressee.Outcome switch
        {
            SubmitOutcome.Released when sent.Addressee.Withheld > 0 =>
                $"{sent.Addressee.Partner} gets {Page.Count(sent.Addressee.Released, "portion")}; {sent.Addressee.Withheld} stay here.",
            SubmitOutcome.Released => $"{sent.Addressee.Partner} gets all of it.",
            SubmitOutcome.Held => $"{sent.Addressee.Partner} gets nothing until a release officer decides.",
            SubmitOutcome.Refused or SubmitOutcome.Unspecified => $"{sent.Addressee.Partner} may have none of it: it stays here, and nobody there knows of it.",
        });
    }

    public static void Show(Surface surface, IReadOnlyList<Inquiry> inquiries, bool json)
    {
        if (json)
        {
            foreach (Inquiry inquiry in inquiries)
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(inquiry));
            }

            return;
        }

        var table = Page.Table("request", "from", "to", "asked", "answer by", "state", "title");
        foreach (Inquiry inquiry in inquiries)
        {
            table.Row(
                Convert.ToHexStringLower(inquiry.RequestId.Span)[..12],
                inquiry.From,
                inquiry.To,
                Date(inquiry.AskedAtMs),
                inquiry.AnswerByMs == 0 ? "" : Date(inquiry.AnswerByMs),
                Word(inquiry.State),
                inquiry.Title);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{Page.Count(inquiries.Count, "request")}.");
    }

    public static void Show(Surface surface, Inquiry inquiry, IReadOnlyList<SharedProduct> answers, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(inquiry));
            foreach (SharedProduct answer in answers)
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            }

            return;
        }

        surface.Console.Say($"{inquiry.Title}");
        surface.Console.Say($"{inquiry.From} asks {inquiry.To}, {Date(inquiry.AskedAtMs)}; {Word(inquiry.State)}; {inquiry.Banner?.Text}");
        foreach (Question question in inquiry.Questions)
        {
            Say(surface, $"? {question.Portion.Marking.Text} ", question.Text);
        }

        foreach (SharedProduct shared in answers)
        {
            surface.Out.WriteLine();
            InformationAnswer answer = shared.Answer ?? new InformationAnswer();
            surface.Console.Say(
                $"{shared.Originator}{(answer.Header.Any(header => header.Declined) ? " declines" : " answers")}, {Date(shared.IssuedAtMs)}; {shared.Banner?.Text}");
            foreach (Reply reply in answer.Replies)
            {
                Say(surface, $"  {reply.Portion.Marking.Text} ", reply.Text);
            }

            foreach (Judgement judgement in answer.Judgements)
            {
                Say(surface, $"  {judgement.Portion.Marking.Text} ", judgement.Statement);
            }
        }
    }

    public static string Word(InquiryState state) => state switch
    {
        InquiryState.Unspecified => "unknown",
        InquiryState.Open => "open",
        InquiryState.Overdue => "overdue",
        InquiryState.Answered => "answered",
        InquiryState.Declined => "declined",
        InquiryState.NotSent => "not sent",
    };

    private static void Say(Surface surface, string lead, string text) => surface.Out.WriteLine(Page.Wrap(lead + text, 4));

    private static string Date(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
