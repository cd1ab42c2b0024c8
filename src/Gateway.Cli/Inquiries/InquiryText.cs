using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Cli.Products;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Inquiries;

/// <summary>A short request or answer, said on the command line.</summary>
internal sealed class InquiryText(string words)
{
    private readonly MarkedText _marking = new();
    private readonly Option<string?> _title = new("--title") { Description = "One line", HelpName = "TEXT" };
    private readonly Option<string?> _country = new("--country") { Description = "What it is about, ISO 3166-1 alpha-3", HelpName = "CODE" };
    private readonly Option<string[]> _text = new("--text") { Description = words, HelpName = "TEXT" };

    public Symbol[] All => [_title, _country, _text, .. _marking.All];

    public bool TryRequest(
        ParseResult parsed, string? mode, string? answerBy, [NotNullWhen(true)] out InformationRequest? request, [NotNullWhen(false)] out string? missing)
    {
        request = null;
        if (!TryRead(parsed, out Marking? marking, out missing))
        {
            return false;
        }

        if (mode is null)
        {
            missing = "--mode is needed: actual, exercise or test";
            return false;
        }

        DateTimeOffset by = DateTimeOffset.UnixEpoch;
        if (answerBy is not null && !DateTimeOffset.TryParse(
            answerBy, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out by))
        {
            missing = "--answer-by is a date, 2026-12-31, or a time, 2026-12-31T12:00Z";
            return false;
        }

        request = new InformationRequest
        {
            Header =
            {
                new RequestHeader
                {
                    Portion = Portion(marking), Title = parsed.GetValue(_title), Mode = ModeOf(mode), AnswerByMs = by.ToUnixTimeMilliseconds(),
                },
            },
        };
        request.Subject.AddRange(Subject(parsed, marking));
        request.Questions.AddRange((parsed.GetValue(_text) ?? []).Select(text => new Question { Portion = Portion(marking), Text = text }));
        return true;
    }

    public bool TryAnswer(
        ParseResult parsed, Inquiry inquiry, [NotNullWhen(true)] out InformationAnswer? answer, [NotNullWhen(false)] out string? missing)
    {
        answer = null;
        if (!TryRead(parsed, out Marking? marking, out missing))
        {
            return false;
        }

        answer = new InformationAnswer
        {
            Header = { new AnswerHeader { Portion = Portion(marking), Title = parsed.GetValue(_title), Mode = inquiry.Mode } },
        };
        answer.Subject.AddRange(Subject(parsed, marking));
        answer.Replies.AddRange((parsed.GetValue(_text) ?? []).Select(text => new Reply { Portion = Portion(marking), Text = text }));
        return true;
    }

    private bool TryRead(ParseResult parsed, [NotNullWhen(true)] out Marking? marking, [NotNullWhen(false)] out string? missing)
    {
        marking = null;
        missing = string.IsNullOrEmpty(parsed.GetValue(_title)) ? "--title is needed, or a file"
            : parsed.GetValue(_text) is not { Length: > 0 } ? "--text is needed, or a file"
            : null;
        return missing is null && _marking.TryRead(parsed, out marking, out missing);
    }

    private IEnumerable<Subject> Subject(ParseResult parsed, Marking marking) =>
        parsed.GetValue(_country) is { Length: > 0 } country ? [new Subject { Portion = Portion(marking), Iso3 = country }] : [];

    private static Portion Portion(Marking marking) => new() { Marking = marking.Clone() };

    private static Mode ModeOf(string mode) => mode switch { "exercise" => Mode.Exercise, "test" => Mode.Test, _ => Mode.Actual };
}
