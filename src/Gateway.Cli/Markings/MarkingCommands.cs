using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking</c>: what marks mean, offline.</summary>
internal static class MarkingCommands
{
    public static Verb Build(Surface surface) => new(
        "marking", "Reads classification markings, rolls them up, says who may receive, and exchanges them.",
        Check(surface), RollUpLines(surface), new MayCommand(surface).Build(), Reference(surface),
        MarkingExport.Build(surface), MarkingImport.Build(surface))
    {
        Examples = ["marking check --policy US '(S//REL TO USA, FRA)'", "marking may --policy US --to FRA --clearance SECRET '(S//REL TO USA, FRA)'"],
    };

    private static Verb Check(Surface surface)
    {
        Option<string> policy = MarkOptions.Policy();
        Option<string?> kind = MarkOptions.Kind();
        Option<bool> json = MarkOptions.Json();
        var banner = new Option<string?>("--banner") { Description = "Banner that a bare REL, or a JOINT without owners, in a portion stands for", HelpName = "MARK" };
        var registry = new RegistryOption();
        var marks = new Argument<string[]>("MARK") { Description = "Marks to read; without any, one a line from standard input", Arity = ArgumentArity.ZeroOrMore };
        return new Verb(
            "check", "Reads each mark and explains every part of it, or every reason why it is not valid.", policy, kind, banner, registry.Symbol, json, marks)
        {
            Examples =
            [
                "marking check --policy US '(S//NF)'",
                "marking check --policy US --banner 'SECRET//REL TO USA, FRA' '(S//REL)'",
                "marking check --policy SWE --json < marks.txt",
            ],
        }.Does(parsed =>
        {
            if (!registry.TryRead(parsed, out MarkingRegistry? words, out string? fault))
            {
                return surface.Refuse(fault);
            }

            ParsedMarking? over = null;
            if (parsed.GetValue(banner) is { } text)
            {
                MarkingReading reading = Read(parsed.GetRequiredValue(policy), text, MarkingKind.Banner, words);
                if (reading is MarkingReading.Unreadable { Errors: var errors })
                {
                    return surface.Refuse($"--banner is not valid: {string.Join(' ', errors.Select(MarkingReport.Sentence))}");
                }

                over = ((MarkingReading.Readable)reading).Marking;
            }

            bool allValid = true;
            foreach (string mark in Lines(parsed.GetValue(marks), surface))
            {
                MarkingKind form = MarkOptions.KindOf(parsed.GetValue(kind), mark);
                var marking = new Marking { Policy = parsed.GetRequiredValue(policy), Text = mark };
                MarkingReading reading = over is not null && form == MarkingKind.Portion
                    ? MarkingReader.Resolve(marking, over, words)
                    : MarkingReader.Read(marking, form, words);
                allValid &= reading is MarkingReading.Readable;
                if (parsed.GetValue(json))
                {
                    MarkingReport.WriteJson(surface.Out, marking, form, reading);
                }
                else
                {
                    MarkingReport.Show(surface.Console, marking, reading, words);
                }
            }

            return allValid ? ExitCode.Done : ExitCode.Refused;
        });
    }

    private static Verb Reference(Surface surface)
    {
        var registry = new RegistryOption();
        return new Verb("reference", "Prints docs/markings-reference.md: every policy, level, coalition, control and rule.", registry.Symbol)
        {
            Examples = ["marking reference > docs/markings-reference.md"],
        }.Does(parsed =>
        {
            if (!registry.TryRead(parsed, out MarkingRegistry? words, out string? fault))
            {
                return surface.Refuse(fault);
            }

            surface.Out.Write(MarkingReference.Page(words));
            return ExitCode.Done;
        });
    }

    private static Verb RollUpLines(Surface surface)
    {
        Option<string> policy = MarkOptions.Policy();
        Option<bool> json = MarkOptions.Json();
        var compiled = new Option<string?>("--compiled") { Description = "A banner that compilation raised: said again when it covers the roll-up", HelpName = "MARK" };
        var registry = new RegistryOption();
        return new Verb(
            "rollup", "Rolls portion marks up to a banner: one JSON array of marks a line, from standard input.", policy, compiled, registry.Symbol, json)
        {
            Examples = ["""marking rollup --policy US <<< '["(S//REL TO USA, FRA)", "(U)"]'"""],
        }.Does(parsed =>
        {
            if (!registry.TryRead(parsed, out MarkingRegistry? words, out string? fault))
            {
                return surface.Refuse(fault);
            }

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

                var result = RollUpLine.Of(portions, parsed.GetRequiredValue(policy), words, parsed.GetValue(compiled));
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

    private static MarkingReading Read(string policy, string text, MarkingKind kind, MarkingRegistry registry) =>
        MarkingReader.Read(new Marking { Policy = policy, Text = text }, kind, registry);

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
