using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Inquiries;

/// <summary><c>gatewayctl request</c>: asks partners for information, and answers what they ask.</summary>
internal static class InquiryCommands
{
    public static Verb Build(Surface surface) => new(
        "request", "Asks partners for information, and answers what they ask.", Ask(surface), List(surface), Show(surface), Answer(surface), Decline(surface))
    {
        Examples = ["request list --mode exercise --data demo/FRA --as ministry"],
    };

    private static Verb Ask(Surface surface)
    {
        var to = new Option<string>("--to") { Required = true, Description = "The partner that is asked", HelpName = "CODE" };
        var text = new InquiryText("What is asked; again for each question");
        var by = new Option<string?>("--answer-by") { Description = "By when an answer is hoped for: 2026-12-31 or 2026-12-31T12:00Z", HelpName = "TIME" };
        Option<string?> mode = OptionalMode();
        Option<string?> id = SubmissionId();
        Option<bool> json = Json();
        var node = new NodeOptions();
        var file = new Argument<FileInfo?>("FILE") { Description = "A request as protobuf JSON; or say it with options", Arity = ArgumentArity.ZeroOrOne };
        return new Verb("ask", "Seals a request and sends the partner what it may have of it.", [to, .. text.All, by, mode, id, json, file, .. node.All])
        {
            Examples =
            [
                "request ask --to FRA --mode exercise --title \"Convoys near Ménaka\" --country MLI --marking \"(C//REL TO USA, FRA)\" --text \"Have you seen them since Monday?\" --data demo/USA",
                "request ask request.json --to FRA --data demo/USA",
            ],
        }.Does(async (parsed, cancel) =>
        {
            InformationRequest? request;
            if (parsed.GetValue(file) is { } source)
            {
                if (!AssessmentFile.TryParse(source, out request, out AssessmentFile.Unusable? fault))
                {
                    return fault.Say(surface, source.Name, "a request");
                }
            }
            else if (!text.TryRequest(parsed, parsed.GetValue(mode), parsed.GetValue(by), out request, out string? missing))
            {
                return surface.Misuse(missing);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                string submission = parsed.GetValue(id) ?? Submission("ask", request.ToByteArray(), parsed.GetRequiredValue(to));
                InquirySent sent = await client.Inquiries.AskAsync(
                    new AskRequest { SubmissionId = submission, To = parsed.GetRequiredValue(to), Request = request }, cancellationToken: cancel);
                InquiryReport.Show(surface, "request", sent, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Verb List(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var open = new Option<bool>("--open") { Description = "Only those without an answer" };
        var sent = new Option<bool>("--sent") { Description = "Only those that this node asked" };
        var received = new Option<bool>("--received") { Description = "Only those that this node was asked" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists requests and what became of them, newest first.", [mode, open, sent, received, json, .. node.All])
        {
            Examples = ["request list --mode exercise --open --data demo/FRA --as ministry"],
        }.Does(async (parsed, cancel) =>
        {
            if (parsed.GetValue(sent) && parsed.GetValue(received))
            {
                return surface.Misuse("--sent and --received exclude each other");
            }

            InquiryDirection direction = parsed.GetValue(sent) ? InquiryDirection.Sent
                : parsed.GetValue(received) ? InquiryDirection.Received : InquiryDirection.Unspecified;
            return await node.WithAsync(parsed, surface, async client =>
            {
                List<Inquiry> all = await AllAsync(client, ModeOption.Read(parsed, mode), direction, parsed.GetValue(open), cancel);
                InquiryReport.Show(surface, all, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Verb Show(Surface surface)
    {
        Option<bool> json = Json();
        var node = new NodeOptions();
        Argument<string> request = Id();
        return new Verb("show", "Shows one request, its questions and answers.", [json, request, .. node.All])
        {
            Examples = ["request show 7b0c3f0a1d2e --data demo/FRA --as ministry"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            if (await FindAsync(surface, client, parsed.GetRequiredValue(request), cancel) is not { } inquiry)
            {
                return ExitCode.Refused;
            }

            List<SharedProduct> answers = [];
            foreach (InquiryReply reply in inquiry.Replies)
            {
                answers.Add(await client.Assessments.GetAsync(new GetRequest { ProductId = reply.AnswerId }, cancellationToken: cancel));
            }

            InquiryReport.Show(surface, inquiry, answers, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static Verb Answer(Surface surface)
    {
        var text = new InquiryText("The answer; again for each reply");
        Option<string?> id = SubmissionId();
        Option<bool> json = Json();
        var node = new NodeOptions();
        Argument<string> request = Id();
        var file = new Argument<FileInfo?>("FILE") { Description = "An answer as protobuf JSON; or say it with options", Arity = ArgumentArity.ZeroOrOne };
        return new Verb("answer", "Seals an answer and sends the asker what it may have of it.", [.. text.All, id, json, request, file, .. node.All])
        {
            Examples = ["request answer 7b0c3f0a1d2e --title \"Convoys\" --marking \"(C//REL TO USA, FRA)\" --policy US --text \"Twice, on Tuesday.\" --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            if (await FindAsync(surface, client, parsed.GetRequiredValue(request), cancel) is not { } inquiry)
            {
                return ExitCode.Refused;
            }

            InformationAnswer? answer;
            if (parsed.GetValue(file) is { } source)
            {
                if (!AssessmentFile.TryParse(source, out answer, out AssessmentFile.Unusable? fault))
                {
                    return fault.Say(surface, source.Name, "an answer");
                }
            }
            else if (!text.TryAnswer(parsed, inquiry, out answer, out string? missing))
            {
                return surface.Misuse(missing);
            }

            string submission = parsed.GetValue(id) ?? Submission("answer", answer.ToByteArray(), Convert.ToHexStringLower(inquiry.RequestId.Span));
            InquirySent sent = await client.Inquiries.AnswerAsync(
                new AnswerInquiryRequest { SubmissionId = submission, RequestId = inquiry.RequestId, Answer = answer }, cancellationToken: cancel);
            InquiryReport.Show(surface, "answer", sent, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static Verb Decline(Surface surface)
    {
        var marking = new MarkedText();
        var reason = new Option<string>("--reason") { Description = "Why, in words that the partner may read", DefaultValueFactory = _ => "" };
        Option<string?> id = SubmissionId();
        Option<bool> json = Json();
        var node = new NodeOptions();
        Argument<string> request = Id();
        return new Verb("decline", "Tells the asker that there will be no answer.", [.. marking.All, reason, id, json, request, .. node.All])
        {
            Examples = ["request decline 7b0c3f0a1d2e --marking \"(U//REL TO USA, FRA)\" --policy US --reason \"Not ours to share.\" --data demo/FRA"],
        }.Does(async (parsed, cancel) =>
        {
            if (!marking.TryRead(parsed, out Marking? mark, out string? missing))
            {
                return surface.Misuse(missing);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                if (await FindAsync(surface, client, parsed.GetRequiredValue(request), cancel) is not { } inquiry)
                {
                    return ExitCode.Refused;
                }

                string words = parsed.GetRequiredValue(reason);
                string submission = parsed.GetValue(id) ?? Submission("decline", Encoding.UTF8.GetBytes(words), Convert.ToHexStringLower(inquiry.RequestId.Span));
                InquirySent sent = await client.Inquiries.DeclineAsync(
                    new DeclineInquiryRequest { SubmissionId = submission, RequestId = inquiry.RequestId, Marking = mark, Reason = words }, cancellationToken: cancel);
                InquiryReport.Show(surface, "answer", sent, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    /// <summary>The one inquiry whose id begins so, in whatever mode; says what is wrong otherwise.</summary>
    private static async Task<Inquiry?> FindAsync(Surface surface, NodeClient client, string id, CancellationToken cancel)
    {
        List<Inquiry> found = [];
        if (id.Length >= 4 && id.All(char.IsAsciiHexDigit))
        {
            foreach (Mode mode in new[] { Mode.Actual, Mode.Exercise, Mode.Test })
            {
                found.AddRange((await AllAsync(client, mode, InquiryDirection.Unspecified, open: false, cancel))
                    .Where(inquiry => Convert.ToHexStringLower(inquiry.RequestId.Span).StartsWith(id, StringComparison.OrdinalIgnoreCase)));
            }
        }

        if (found.Count != 1)
        {
            surface.Refuse(found.Count == 0 ? "no request has an id that begins so; 'request list' shows them" : "several requests have ids that begin so; give more digits");
        }

        return found.Count == 1 ? found[0] : null;
    }

    private static async Task<List<Inquiry>> AllAsync(NodeClient client, Mode mode, InquiryDirection direction, bool open, CancellationToken cancel)
    {
        var request = new ListInquiriesRequest { Mode = mode, Direction = direction, Unanswered = open, PageSize = 1000 };
        List<Inquiry> all = [];
        do
        {
            ListInquiriesResponse page = await client.Inquiries.ListAsync(request, cancellationToken: cancel);
            all.AddRange(page.Inquiries);
            request.Before = page.NextBefore;
        }
        while (request.Before != 0);
        return all;
    }

    /// <summary>The same words to the same partner are one submission, however often the command is run.</summary>
    private static string Submission(string verb, byte[] content, string about) =>
        $"{verb}-{Convert.ToHexStringLower(SHA256.HashData([.. content, 0, .. Encoding.UTF8.GetBytes(about)]).AsSpan(0, 16))}";

    private static Argument<string> Id() => new("REQUEST") { Description = "Id of the request, or how it begins" };

    private static Option<string?> SubmissionId() =>
        new("--submission-id") { Description = "The same id with the same content is sent once; otherwise made from the content" };

    private static Option<string?> OptionalMode()
    {
        var mode = new Option<string?>("--mode") { Description = "actual, exercise or test" };
        mode.AcceptOnlyFromAmong("actual", "exercise", "test");
        return mode;
    }

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
