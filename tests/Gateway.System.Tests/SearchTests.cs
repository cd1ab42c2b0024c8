using System.Text;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Search at real nodes, as each caller may see it.</summary>
public sealed class SearchTests(SharedNodes nodes)
{
    [Fact]
    public async Task A_caller_finds_what_they_may_see_and_nothing_else()
    {
        SubmitRequest request = Samples.Request("search-clearance");
        request.Assessment.Judgements[0].Statement = "The gamboge column moves on Djibo";
        request.Assessment.Sources[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Sources[0].Description = "Overheard in the gamboge column";
        ByteString id = (await nodes.Usa.SubmitAsync(request)).ProductId;
        FoundProduct high = await nodes.Usa.FindsAsync("gamboge", id, "officer");
        FoundProduct low = await nodes.Usa.FindsAsync("gamboge", id, "ministry");
        Assert.Equal(2u, high.Matching);
        FoundPortion portion = Assert.Single(low.Portions);
        Assert.Equal(1u, low.Matching);
        Assert.Equal("gateway.v1.Judgement", portion.Type);
        Assert.Equal(FieldClass.Judgement, portion.FieldClass);
        Assert.Equal("(S//REL TO USA, FRA)", portion.Marking.Text);
        Assert.StartsWith("SECRET", low.Banner.Text, StringComparison.Ordinal);
        Assert.StartsWith("TOP SECRET", high.Banner.Text, StringComparison.Ordinal);
        TextExcerpt excerpt = Assert.Single(portion.Excerpts);
        Assert.Equal("statement", excerpt.Field);
        Assert.Equal(["The ", "gamboge", " column moves on Djibo"], excerpt.Runs.Select(run => run.Text));
        Assert.Equal([false, true, false], excerpt.Runs.Select(run => run.Matched));
    }

    [Fact]
    public async Task A_partner_finds_what_was_released_to_it_and_never_what_stayed_home()
    {
        SubmitRequest request = Samples.Request("search-partner");
        request.Assessment.Header[0].Title = "The heliotrope file";
        request.Assessment.Judgements[0].Statement = "Heliotrope in full";
        request.Assessment.Judgements[1].Statement = "Heliotrope in short";
        request.Assessment.Sources[0].Description = "Heliotrope by a source, xanthic";
        ByteString id = (await nodes.Usa.SubmitAsync(request)).ProductId;
        Assert.Equal(["Heliotrope"], Matched(await nodes.Fra.FindsAsync("heliotrope full", id)).Distinct(StringComparer.Ordinal).Take(1));
        await nodes.Swe.FindsAsync("\"heliotrope file\"", id);
        FoundPortion title = Assert.Single((await nodes.Swe.FindAsync("heliotrope", "officer")).Products.SelectMany(product => product.Portions));
        Assert.Equal("gateway.v1.Header", title.Type);
        foreach (RunningNode node in (RunningNode[])[nodes.Fra, nodes.Swe])
        {
            Assert.Empty((await node.FindAsync("xanthic", "officer")).Products);
        }

        // At home both variants match: the better one is shown, once.
        FoundProduct home = await nodes.Usa.FindsAsync("heliotrope -xanthic -file", id);
        Assert.Equal(" in full", Assert.Single(Assert.Single(home.Portions).Excerpts).Runs[^1].Text);
    }

    [Fact]
    public async Task No_byte_of_an_answer_changes_when_something_withheld_does()
    {
        for (int i = 0; i < 5; i++)
        {
            SubmitRequest request = Samples.Request($"search-steady-{i}");
            request.Assessment.Judgements[0].Statement = "cerulean " + string.Concat(Enumerable.Repeat("cerulean ", i));
            await nodes.Usa.SubmitAsync(request);
        }

        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        FindRequest[] questions =
        [
            new() { Text = "cerulean", Mode = Mode.Exercise, PageSize = 2 },
            new() { Text = "cerulean", Mode = Mode.Exercise, PageSize = 5 },
            new() { Text = "cerul* -vermilion", Mode = Mode.Exercise },
            new() { Text = "cerulean", Mode = Mode.Exercise, Tags = { "quercitron" } },
            new() { Mode = Mode.Exercise, Tags = { "quercitron" } },
            new() { Text = "cerulean", Mode = Mode.Exercise, Iso3 = { "BFA" }, FieldClasses = { FieldClass.Judgement } },
        ];
        await Eventually.Holds("all five are found", async () => (await ministry.Searches.FindAsync(questions[2])).Products.Count == 5);
        byte[][] before = await Answers();
        Assert.All(before[..3], answer => Assert.True(answer.Length > 100));

        // Above the ministry's clearance: more of the words, fewer, in other products, and as tags.
        for (int i = 0; i < 3; i++)
        {
            await nodes.Usa.SubmitAsync(Withheld($"search-withheld-{i}", "cerulean vermilion " + string.Concat(Enumerable.Repeat("cerulean ", 40 * i))));
            await Eventually.Holds("the officer finds it", async () => (await nodes.Usa.FindAsync("vermilion", "officer")).Products.Count == i + 1);
            byte[][] after = await Answers();
            for (int q = 0; q < questions.Length; q++)
            {
                Assert.Equal(before[q], after[q]);
            }
        }

        async Task<byte[][]> Answers()
        {
            List<byte[]> answers = [];
            foreach (FindRequest question in questions)
            {
                FindResponse answer = await ministry.Searches.FindAsync(question);
                answers.Add(answer.ToByteArray());
                if (!answer.NextCursor.IsEmpty)
                {
                    FindRequest next = question.Clone();
                    next.Cursor = answer.NextCursor;
                    answers.Add((await ministry.Searches.FindAsync(next)).ToByteArray());
                }
            }

            return [.. answers];
        }
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_while_products_arrive()
    {
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        List<ByteString> submitted = [];
        for (int i = 0; i < 7; i++)
        {
            SubmitRequest request = Samples.Request($"search-page-{i}");
            request.Assessment.Judgements[0].Statement = "fulvous";
            submitted.Insert(0, (await nodes.Usa.SubmitAsync(request)).ProductId);
        }

        await nodes.Usa.FindsAsync("fulvous", submitted[0]);
        List<ByteString> found = [];
        var question = new FindRequest { Text = "fulvous", Mode = Mode.Exercise, PageSize = 3 };
        do
        {
            FindResponse page = await ministry.Searches.FindAsync(question);
            found.AddRange(page.Products.Select(product => product.ProductId));
            question.Cursor = page.NextCursor;
            SubmitRequest late = Samples.Request($"search-late-{found.Count}");
            late.Assessment.Judgements[0].Statement = "fulvous and late";
            await nodes.Usa.FindsAsync("fulvous", (await nodes.Usa.SubmitAsync(late)).ProductId);
        }
        while (!question.Cursor.IsEmpty);

        Assert.Equal(submitted, found);
        using var other = new NodeCaller(nodes.Usa, SharedNodes.OtherMinistry);
        ByteString cursor = (await ministry.Searches.FindAsync(new FindRequest { Text = "fulvous", Mode = Mode.Exercise, PageSize = 3 })).NextCursor;
        foreach (AsyncUnaryCall<FindResponse> refused in (AsyncUnaryCall<FindResponse>[])
        [
            other.Searches.FindAsync(new FindRequest { Text = "fulvous", Mode = Mode.Exercise, Cursor = cursor }),
            ministry.Searches.FindAsync(new FindRequest { Text = "fulvous", Mode = Mode.Actual, Cursor = cursor }),
        ])
        {
            Assert.Equal(ErrorReason.CursorInvalid, RichStatus.ReasonOf(await Calls.FailureAsync(refused)));
        }
    }

    [Fact]
    public async Task Modes_never_mix()
    {
        SubmitRequest actual = Samples.Request("search-actual");
        (actual.Assessment.Header[0].Mode, actual.Assessment.Judgements[0].Statement) = (Mode.Actual, "isabelline");
        SubmitRequest exercise = Samples.Request("search-exercise");
        exercise.Assessment.Judgements[0].Statement = "isabelline";
        (ByteString real, ByteString played) = ((await nodes.Usa.SubmitAsync(actual)).ProductId, (await nodes.Usa.SubmitAsync(exercise)).ProductId);
        await nodes.Usa.FindsAsync("isabelline", real, mode: Mode.Actual);
        await nodes.Usa.FindsAsync("isabelline", played);
        Assert.Equal([real], (await nodes.Usa.FindAsync("isabelline", mode: Mode.Actual)).Products.Select(product => product.ProductId));
        Assert.Equal([played], (await nodes.Usa.FindAsync("isabelline")).Products.Select(product => product.ProductId));
        Assert.Empty((await nodes.Usa.FindAsync("isabelline", mode: Mode.Test)).Products);
    }

    [Fact]
    public async Task Filters_and_tags_narrow_what_is_found()
    {
        SubmitRequest request = Samples.Request("search-filters");
        request.Assessment.Judgements[0].Statement = "amaranth";
        request.Assessment.Tags.Add(new Tags
        {
            Portion = new Portion { Id = "t1", Marking = new Marking { Policy = "US", Text = "(U//REL TO USA, FRA, SWE)" } },
            Terms = { "Hate Speech", "genocide-prevention" },
        });
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(request);
        ByteString id = submitted.ProductId;
        await nodes.Usa.FindsAsync("amaranth", id);
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        (FindRequest Question, int Found)[] questions =
        [
            (new FindRequest { Iso3 = { "BFA", "MLI" } }, 1),
            (new FindRequest { Iso3 = { "MLI" } }, 0),
            (new FindRequest { Originators = { "USA" } }, 1),
            (new FindRequest { Originators = { "FRA" } }, 0),
            (new FindRequest { Kinds = { "riskassessment" } }, 1),
            (new FindRequest { FieldClasses = { FieldClass.Judgement } }, 1),
            (new FindRequest { FieldClasses = { FieldClass.Evidence } }, 0),
            (new FindRequest { Tags = { "hate-speech" } }, 1),
            (new FindRequest { Tags = { "speech" } }, 0),
            (new FindRequest { IssuedFromMs = submitted.IssuedAtMs }, 1),
            (new FindRequest { IssuedUntilMs = submitted.IssuedAtMs }, 0),
        ];
        foreach ((FindRequest question, int found) in questions)
        {
            (question.Mode, question.Text) = (Mode.Exercise, "amaranth");
            Assert.Equal(found, (await ministry.Searches.FindAsync(question)).Products.Count(product => product.ProductId == id));
        }

        FindResponse synonym = await ministry.Searches.FindAsync(new FindRequest { Mode = Mode.Exercise, Text = "amaranth", Tags = { "responsabilité de protéger" } });
        Assert.Contains(synonym.Products, product => product.ProductId == id);
        Assert.Contains("genocide-prevention", synonym.Tags);
        FindResponse tagged = await ministry.Searches.FindAsync(new FindRequest { Mode = Mode.Exercise, Tags = { "hate speech" }, Originators = { "USA" } });
        Assert.Equal("gateway.v1.Tags", Assert.Single(tagged.Products.Single(product => product.ProductId == id).Portions).Type);
    }

    [Fact]
    public async Task Every_kind_of_product_is_found_by_its_words()
    {
        SubmitRequest request = Samples.WarningRequest("search-warning");
        request.Warning.Danger[0].Statement = "The mazarine column is a day away";
        request.Warning.Grounds[0].Text = "Mazarine flags were seen";
        ByteString id = (await nodes.Usa.SubmitAsync(request)).ProductId;
        FoundProduct found = await nodes.Usa.FindsAsync("mazarine", id);
        Assert.StartsWith("gateway.v1.Warning/", found.Schema, StringComparison.Ordinal);
        Assert.Equal(["gateway.v1.Danger", "gateway.v1.Ground"], found.Portions.Select(portion => portion.Type).Order(StringComparer.Ordinal));
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        Assert.Single((await ministry.Searches.FindAsync(new FindRequest { Text = "mazarine", Mode = Mode.Exercise, Kinds = { "Warning" } })).Products);
        Assert.Empty((await ministry.Searches.FindAsync(new FindRequest { Text = "mazarine", Mode = Mode.Exercise, Kinds = { "RiskAssessment" } })).Products);
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_told_at_once()
    {
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        RpcException failure = await Calls.FailureAsync(ministry.Searches.FindAsync(new FindRequest
        {
            Text = "siege \"open x*",
            Iso3 = { "sudan" },
            Originators = { "" },
            Kinds = { "Novel" },
            Tags = { "?" },
            PageSize = 101,
            IssuedFromMs = 2,
            IssuedUntilMs = 1,
        }));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            ["iso3[0]", "issued_until_ms", "kinds[0]", "mode", "originators[0]", "page_size", "tags[0]", "text"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        Assert.Contains(failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations, violation => violation.Description.StartsWith("Column 7:", StringComparison.Ordinal));
        foreach (FindRequest nothing in (FindRequest[])[new() { Mode = Mode.Exercise }, new() { Mode = Mode.Exercise, IssuedFromMs = 1 }])
        {
            Assert.Equal(StatusCode.InvalidArgument, (await Calls.FailureAsync(ministry.Searches.FindAsync(nothing))).StatusCode);
        }
    }

    /// <summary>A product of which the ministry may see nothing.</summary>
    private static SubmitRequest Withheld(string id, string statement)
    {
        SubmitRequest request = Samples.Request(id);
        request.Assessment.Header[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Subject[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Judgements.RemoveAt(1);
        request.Assessment.Judgements[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Judgements[0].Confidence[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Judgements[0].Statement = statement;
        request.Assessment.Sources[0].Portion.Marking.Text = "(TS//NF)";
        request.Assessment.Tags.Add(new Tags
        {
            Portion = new Portion { Id = "t1", Marking = new Marking { Policy = "US", Text = "(TS//NF)" } },
            Terms = { "quercitron" },
        });
        return request;
    }

    private static IEnumerable<string> Matched(FoundProduct product) =>
        product.Portions.SelectMany(portion => portion.Excerpts).SelectMany(excerpt => excerpt.Runs).Where(run => run.Matched).Select(run => run.Text);
}

internal static class Searches
{
    /// <summary>Asks a node.</summary>
    public static async Task<FindResponse> FindAsync(this RunningNode node, string text, string role = "ministry", Mode mode = Mode.Exercise)
    {
        using var caller = new NodeCaller(node, role);
        return await caller.Searches.FindAsync(new FindRequest { Text = text, Mode = mode, PageSize = 100 }, cancellationToken: Calls.Cancellation);
    }

    /// <summary>A product among what a query finds, as soon as it is.</summary>
    public static async Task<FoundProduct> FindsAsync(this RunningNode node, string text, ByteString product, string role = "ministry", Mode mode = Mode.Exercise)
    {
        FoundProduct? found = null;
        await Eventually.Holds($"'{text}' finds it", async () =>
            (found = (await node.FindAsync(text, role, mode)).Products.FirstOrDefault(one => one.ProductId == product)) is not null);
        return found!;
    }

    /// <summary>Every byte of a node's record.</summary>
    public static string RecordBytes(this NodeSet nodes, string code) => string.Concat(
        Directory.GetFiles(nodes.Folder(code), "gateway.db*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, Encoding.Latin1);
            return reader.ReadToEnd();
        }));
}
