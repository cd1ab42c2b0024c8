using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking</c>: what marks mean, offline.</summary>
internal static class MarkingCommands
{
    public static Verb Build(Surface surface) => new(
        "marking",
        "Reads classification markings.",
        Check(surface),
        RollUpLines(surface),
        MarkingExport.Build(surface),
        MarkingImport.Build(surface))
    {
        Examples = ["marking check --policy US '(S//REL TO USA, FRA)'"],
    };

    private static Verb Check(Surface surface)
    {
        Option<string> policy = Policy();
        var kind = new Option<string?>("--kind") { Description = "banner or portion; otherwise what stands in parentheses is a portion mark" };
        kind.AcceptOnlyFromAmong("banner", "portion");
        Option<bool> json = Json();
        var marks = new Argument<string[]>("MARK") { Description = "Marks to read; without any, one a line from standard input", Arity = ArgumentArity.ZeroOrMore };
        return new Verb("check", "Reads each mark and says what it means, or every reason why it is not valid.", policy, kind, json, marks)
        {
            Examples =
            [
                "marking check --policy US '(S//NF)'",
                "marking check --policy SWE --json < marks.txt",
            ],
        }.Does(parsed =>
        {
            bool allValid = true;
            foreach (string mark in Lines(parsed.GetValue(marks), surface))
            {
                MarkingKind form = parsed.GetValue(kind) switch
                {
                    "banner" => MarkingKind.Banner,
                    "portion" => MarkingKind.Portion,
                    _ => mark.StartsWith('(') ? MarkingKind.Portion : MarkingKind.Banner,
                };
                var marking = new Marking { Policy = parsed.GetRequiredValue(policy), Text = mark };
                MarkingReading reading = MarkingReader.Read(marking, form, MarkingRegistry.Default);
                allValid &= reading is MarkingReading.Readable;
                if (parsed.GetValue(json))
                {
                    MarkingReport.WriteJson(surface.Out, marking, form, reading);
                }
                else
                {
                    MarkingReport.Show(surface.Console, marking, reading);
                }
            }

            return allValid ? ExitCode.Done : ExitCode.Refused;
        });
    }

    private static Verb RollUpLines(Surface surface)
    {
        Option<string> policy = Policy();
        Option<bool> json = Json();
        return new Verb("rollup", "Rolls portion marks up to a banner: one JSON array of marks a line, from standard input.", policy, json)
        {
            Examples = ["""marking rollup --policy US <<< '["(S//REL TO USA, FRA)", "(U)"]'"""],
        }.Does(parsed =>
        {
            bool allValid = true;
            int number = 0;
            while (surface.In.ReadLine() is { } line)
            {
                number++;
                if (line.Length == 0)
                {
                    continue;
                }

                if (RollUpLine.TryRead(line) is not { } portions)
                {
                    return surface.Misuse($"line {number}: expected a JSON array of texts");
                }

                var result = RollUpLine.Of(portions, parsed.GetRequiredValue(policy));
                allValid &= result.Errors.IsEmpty;
                if (parsed.GetValue(json))
                {
                    result.WriteJson(surface.Out);
                }
                else
                {
                    surface.Out.WriteLine(result.Banner.Length > 0 ? result.Banner : string.Join('\n', result.Errors.Select(MarkingReport.Sentence)));
                }
            }

            return allValid ? ExitCode.Done : ExitCode.Refused;
        });
    }

    private static Option<string> Policy() => new("--policy")
    {
        Required = true,
        Description = "Whose grammar the marks follow: US, TLP, or a nation's alpha-3 code; never guessed",
    };

    private static Option<bool> Json() => new("--json") { Description = "One JSON object a line" };

    private static IEnumerable<string> Lines(string[]? marks, Surface surface)
    {
        if (marks is { Length: > 0 })
        {
            foreach (string mark in marks)
            {
                yield return mark;
            }

            yield break;
        }

        while (surface.In.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
