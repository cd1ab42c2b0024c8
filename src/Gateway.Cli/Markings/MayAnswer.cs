using System.Collections.Immutable;
using Gateway.Cli.Render;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Spectre.Console;

namespace Gateway.Cli.Markings;

/// <summary>One of the ten steps, answered.</summary>
/// <param name="Number">1 to 10.</param>
/// <param name="Name">What is asked, in a few words.</param>
/// <param name="Rules">Rule ids of the mandatory checks behind it.</param>
/// <param name="Outcome">The most that the step allows; null when it could not be asked.</param>
/// <param name="Because">What it looked at.</param>
internal sealed record MayStep(int Number, string Name, ImmutableArray<string> Rules, Outcome? Outcome, string Because)
{
    /// <summary><c>yes</c>, <c>no</c>, <c>hold</c>, <c>tear line</c>, or <c>not asked</c>.</summary>
    public string Answer => Outcome switch
    {
        null => "not asked",
        Core.Policy.Outcome.Release => "yes",
        Core.Policy.Outcome.Withhold => "no",
        Core.Policy.Outcome.Hold => "hold",
        Core.Policy.Outcome.TearLine => "tear line",
        _ => throw new InvalidOperationException("Outcome is closed."),
    };
}

/// <summary>Yes or no, with the ten steps. The checks are those of the release gate; here they are only asked, grouped and put into words.</summary>
internal sealed record MayAnswer(MayQuestion Question, ImmutableArray<MayStep> Steps, Outcome Outcome, string DecidingRule)
{
    /// <summary>The steps in order, with the checks behind each. Step 10 has none: it rolls up.</summary>
    public static readonly ImmutableArray<(string Name, ImmutableArray<string> Rules)> StepRules =
    [
        ("mark readable, no embargo", [RuleIds.Unreadable, RuleIds.Embargo]),
        ("clearance", [RuleIds.Clearance]),
        ("agreement", [RuleIds.Agreement, RuleIds.Purpose]),
        ("national-only caveat", [RuleIds.NationalOnly]),
        ("release list", [RuleIds.Releasability, RuleIds.DisplayOnly]),
        ("owners of what is inside", [RuleIds.OwnerConsent]),
        ("originator control", [RuleIds.Orcon]),
        ("traffic light", [RuleIds.Tlp]),
        ("known codes, caveats kept", [RuleIds.UnknownCode]),
        ("banner over what is left", []),
    ];

    /// <summary>Whether the partner may have it now.</summary>
    public bool May => Outcome == Outcome.Release;

    /// <summary>The step that decides a no; null for a yes.</summary>
    public MayStep? Deciding => May ? null : Steps.FirstOrDefault(step => step.Rules.Contains(DecidingRule)) ?? Steps[^1];

    public static MayAnswer To(MayQuestion question)
    {
        MandatoryResult result = MandatoryChecks.ForRelease(question.Facts, question.To, question.Context);
        Marking? banner = Banners.Of([question.Facts.Marking], question.Facts.Originator, question.Registry);
        var reasons = new MayReasons(question, banner);
        Outcome last = banner is null ? Outcome.Withhold : Outcome.Release;
        Outcome outcome = result.Ceiling < last ? result.Ceiling : last;
        return new MayAnswer(
            question,
            [.. StepRules.Select((step, i) => Step(i + 1, step, result, last, reasons))],
            outcome,
            result.Results.Where(check => check.Ceiling == outcome && outcome < Outcome.Release).Select(check => check.Rule).FirstOrDefault() ?? "");
    }

    public void WriteJson(TextWriter output) => output.WriteJson(json =>
    {
        json.WriteString("mark", Question.Facts.Marking.Text);
        json.WriteString("policy", Question.Facts.Marking.Policy);
        json.WriteString("to", Question.To.Value);
        json.WriteBoolean("may", May);
        json.WriteString("outcome", PolicyFormatter.Word(Outcome));
        if (Deciding is { } deciding)
        {
            json.WriteStartObject("decidedBy");
            json.WriteNumber("step", deciding.Number);
            json.WriteString("rule", DecidingRule);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("decidedBy");
        }

        json.WriteStartArray("steps");
        foreach (MayStep step in Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("step", step.Number);
            json.WriteString("name", step.Name);
            json.WriteString("answer", step.Answer);
            json.WriteTexts("rules", step.Rules);
            json.WriteString("because", step.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("assumed", Question.Assumed);
    });

    public void Show(IAnsiConsole console)
    {
        console.Say($"May {Question.To} have {Question.Facts.Marking.Text}?");
        Table table = Page.Table(">", "step", "answer", "because");
        foreach (MayStep step in Steps)
        {
            string mark = step == Deciding ? ">" : "";
            table.Row($"{mark}{step.Number}", step.Name, step.Answer, step.Because);
        }

        console.Write(table);
        console.Say(Verdict(), new Style(May ? Color.Green : Color.Red));
        foreach (string assumption in Question.Assumed)
        {
            console.Say($"Assumed: {assumption}");
        }

        console.Say("Local policy may still withhold it; see 'gatewayctl policy explain'.");
    }

    private string Verdict()
    {
        if (Deciding is not { } step)
        {
            return $"YES  {Question.To} may have it.";
        }

        string rule = DecidingRule.Length > 0 ? $" ({DecidingRule})" : "";
        string decides = $"Step {step.Number} decides: {step.Name}{rule}.";
        return Outcome switch
        {
            Outcome.Hold => $"NO  Not until a release officer approves. {decides}",
            Outcome.TearLine => $"NO  Only a tear line of it may go. {decides}",
            Outcome.Withhold => $"NO  It stays home. {decides}",
            Outcome.Release => throw new InvalidOperationException("Nothing decides against a release."),
            _ => throw new InvalidOperationException("Outcome is closed."),
        };
    }

    private static MayStep Step(
        int number, (string Name, ImmutableArray<string> Rules) step, MandatoryResult result, Outcome last, MayReasons reasons)
    {
        CheckResult[] checks = [.. result.Results.Where(check => step.Rules.Contains(check.Rule))];
        Outcome? outcome = step.Rules.IsEmpty ? last : checks.Length == 0 ? null : checks.Min(check => check.Ceiling);
        return new MayStep(number, step.Name, step.Rules, outcome, reasons.Of(number));
    }
}
