using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

public sealed class PullTests(SharedNodes nodes)
{
    [Fact]
    public async Task A_pull_goes_on_after_its_cursor()
    {
        SubmitResponse first = await nodes.Usa.SubmitAsync(Samples.Request("cursor-1"));
        SubmitResponse second = await nodes.Usa.SubmitAsync(Samples.Request("cursor-2"));
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        List<SharedProduct> all = await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise });
        int at = all.FindIndex(product => product.ProductId == first.ProductId);

        List<SharedProduct> rest = await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise, Cursor = all[at].Cursor });
        Assert.DoesNotContain(rest, product => all.Take(at + 1).Any(earlier => earlier.ProductId == product.ProductId));
        Assert.Equal(all.Skip(at + 1).Select(product => product.ProductId), rest.Take(all.Count - at - 1).Select(product => product.ProductId));
        Assert.Contains(rest, product => product.ProductId == second.ProductId);
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_caller_and_mode_only()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("cursor-foreign"));
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        using var other = new NodeCaller(nodes.Usa, SharedNodes.OtherMinistry);
        ByteString cursor = (await ministry.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId })).Cursor;

        await Refused(other, new PullRequest { Mode = Mode.Exercise, Cursor = cursor });
        await Refused(ministry, new PullRequest { Mode = Mode.Actual, Cursor = cursor });
        await Refused(ministry, new PullRequest { Mode = Mode.Exercise, Cursor = ByteString.CopyFrom(cursor.Span[1..]) });
        for (int i = 0; i < cursor.Length; i++)
        {
            byte[] changed = cursor.ToByteArray();
            changed[i] ^= 1;
            await Refused(ministry, new PullRequest { Mode = Mode.Exercise, Cursor = ByteString.CopyFrom(changed) });
        }
    }

    [Fact]
    public async Task Exercise_and_actual_never_mix()
    {
        SubmitRequest actual = Samples.Request("mode-actual");
        actual.Assessment.Header[0].Mode = Mode.Actual;
        ByteString real = (await nodes.Usa.SubmitAsync(actual)).ProductId;
        ByteString exercise = (await nodes.Usa.SubmitAsync(Samples.Request("mode-exercise"))).ProductId;
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        foreach ((Mode mode, ByteString own, ByteString foreign) in ((Mode, ByteString, ByteString)[])[(Mode.Actual, real, exercise), (Mode.Exercise, exercise, real)])
        {
            List<SharedProduct> pulled = await ministry.PullAsync(new PullRequest { Mode = mode });
            Assert.All(pulled, product => Assert.Equal(mode, product.Mode));
            Assert.Contains(pulled, product => product.ProductId == own);
            ListResponse listed = await ministry.Assessments.ListAsync(new ListRequest { Mode = mode, PageSize = 1000 });
            Assert.Contains(listed.Products, product => product.ProductId == own);
            Assert.DoesNotContain(listed.Products, product => product.ProductId == foreign);
        }
    }

    [Fact]
    public async Task A_ministry_sees_up_to_its_clearance_and_no_package_with_more()
    {
        SubmitRequest request = Samples.Request("clearance");
        request.Assessment.Sources[0].Portion.Marking.Text = "(TS//NF)";
        ByteString id = (await nodes.Usa.SubmitAsync(request)).ProductId;
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        using var officer = new NodeCaller(nodes.Usa, "officer");
        SharedProduct low = await ministry.Assessments.GetAsync(new GetRequest { ProductId = id, IncludePackage = true });
        SharedProduct high = await officer.Assessments.GetAsync(new GetRequest { ProductId = id });
        Assert.Empty(low.Assessment.Sources);
        Assert.False(Leak.In(low.ToByteArray(), Samples.NeverLeaves));
        Assert.Single(high.Assessment.Sources);
        Assert.StartsWith("SECRET", low.Banner.Text, StringComparison.Ordinal);
        Assert.StartsWith("TOP SECRET", high.Banner.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_pages_through_everything_once()
    {
        var submitted = new List<ByteString>();
        for (int i = 0; i < 3; i++)
        {
            submitted.Add((await nodes.Swe.SubmitAsync(Own($"page-{i}"))).ProductId);
        }

        using var ministry = new NodeCaller(nodes.Swe, "ministry");
        var seen = new List<ByteString>();
        ByteString cursor = ByteString.Empty;
        do
        {
            ListResponse page = await ministry.Assessments.ListAsync(
                new ListRequest { Mode = Mode.Test, PageSize = 1, Cursor = cursor, Iso3 = { "BFA" }, Originator = "SWE" });
            Assert.True(page.Products.Count <= 1);
            seen.AddRange(page.Products.Select(product => product.ProductId));
            cursor = page.NextCursor;
        }
        while (!cursor.IsEmpty);
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(submitted, seen.Where(submitted.Contains));
    }

    [Fact]
    public async Task A_subscription_gets_what_is_submitted_while_it_is_open()
    {
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        List<SharedProduct> before = await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise });
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Calls.Cancellation);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        using AsyncServerStreamingCall<SharedProduct> call = ministry.Assessments.Subscribe(
            new PullRequest { Mode = Mode.Exercise, Cursor = before.Count == 0 ? ByteString.Empty : before[^1].Cursor }, cancellationToken: late.Token);
        ByteString id = (await nodes.Usa.SubmitAsync(Samples.Request("live"))).ProductId;
        do
        {
            Assert.True(await call.ResponseStream.MoveNext(late.Token));
        }
        while (call.ResponseStream.Current.ProductId != id);
    }

    private static SubmitRequest Own(string id)
    {
        SubmitRequest request = Samples.Request(id);
        request.Assessment.Header[0].Mode = Mode.Test;
        request.Assessment.Judgements.Clear();
        request.Assessment.Sources.Clear();
        foreach (Portion portion in (Portion[])[request.Assessment.Header[0].Portion, request.Assessment.Subject[0].Portion])
        {
            portion.Marking = new Marking { Policy = "TLP", Text = "TLP:GREEN", Community = "atrocity-prevention" };
        }

        return request;
    }

    private static async Task Refused(NodeCaller caller, PullRequest request)
    {
        RpcException failure = await Calls.FailureAsync(caller.Assessments.Pull(request, cancellationToken: Calls.Cancellation));
        Assert.Equal((StatusCode.InvalidArgument, ErrorReason.CursorInvalid), (failure.StatusCode, RichStatus.ReasonOf(failure)));
        Assert.Equal(ErrorReason.CursorInvalid, RichStatus.ReasonOf(await Calls.FailureAsync(
            caller.Assessments.Subscribe(request, cancellationToken: Calls.Cancellation))));
        Assert.Equal(ErrorReason.CursorInvalid, RichStatus.ReasonOf(await Calls.FailureAsync(
            caller.Assessments.ListAsync(new ListRequest { Mode = request.Mode, Cursor = request.Cursor }, cancellationToken: Calls.Cancellation))));
    }
}
