using System.Net;
using System.Net.Http.Headers;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.System.Tests;

public sealed class SubmissionTests(SharedNodes nodes)
{
    [Fact]
    public async Task The_same_submission_twice_is_one_product()
    {
        SubmitRequest request = Samples.Request("idempotent");
        SubmitResponse first = await nodes.Usa.SubmitAsync(request);
        SubmitResponse[] again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => nodes.Usa.SubmitAsync(request.Copy())));
        Assert.All(again, answer => Assert.Equal(first, answer));
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        Assert.Single(await ministry.PullAsync(new PullRequest { Mode = Mode.Exercise }), product => product.LineageId == first.LineageId);
    }

    [Fact]
    public async Task The_same_new_submission_many_times_at_once_is_one_product()
    {
        SubmitRequest request = Samples.Request("idempotent-race");
        SubmitResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => nodes.Usa.SubmitAsync(request.Copy())));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task An_id_used_before_with_another_request_is_refused()
    {
        await nodes.Usa.SubmitAsync(Samples.Request("reused"));
        SubmitRequest other = Samples.Request("reused");
        other.Assessment.Header[0].Title = "another";
        RpcException failure = await Refused(other);
        Assert.Equal((StatusCode.AlreadyExists, ErrorReason.SubmissionIdReused), (failure.StatusCode, RichStatus.ReasonOf(failure)));
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        SubmitRequest request = Samples.Request("");
        request.SizeClass = SizeClass.Unspecified;
        request.LineageId = ByteString.CopyFromUtf8("short");
        request.Assessment.Header[0].Title = "";
        request.Assessment.Subject[0].Iso3 = "Burkina";
        request.Assessment.Judgements[0].Portion.Marking = null;
        request.Assessment.Judgements[0].Likelihood.PLow = 0.9;
        RpcException failure = await Refused(request);
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            [
                "assessment.header[0].title", "assessment.judgements[0].likelihood", "assessment.judgements[0].likelihood.p_low",
                "assessment.judgements[0].portion.marking",
                "assessment.subject[0].iso3", "lineage_id", "size_class", "submission_id",
            ],
            Violations(failure).Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unreadable_marking_is_refused_with_its_place_beside_the_other_faults()
    {
        SubmitRequest request = Samples.Request("unreadable");
        request.Assessment.Judgements[1].Portion.Marking.Text = "(SECRETISH//REL TO USA)";
        request.LineageId = ByteString.CopyFromUtf8("short");
        RpcException failure = await Refused(request);
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        string[] fields = [.. Violations(failure).Select(violation => violation.Field)];
        Assert.Contains("lineage_id", fields);
        Assert.Contains(fields, field => field.StartsWith("assessment.judgements", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_edition_follows_its_lineage_and_replaces_the_older_at_the_partner()
    {
        SubmitResponse first = await nodes.Usa.SubmitAsync(Samples.Request("edition-1"));
        SubmitRequest next = Samples.Request("edition-2");
        next.LineageId = first.LineageId;
        SubmitResponse[] editions = [first, await nodes.Usa.SubmitAsync(next)];
        Assert.Equal(first.LineageId, editions[1].LineageId);
        Assert.True(editions[1].IssuedAtMs > first.IssuedAtMs);
        Assert.Equal(editions[1].IssuedAtMs, (await nodes.Fra.ArrivesAsync(editions[1].ProductId)).IssuedAtMs);
    }

    [Fact]
    public async Task Editions_that_race_get_times_of_their_own()
    {
        SubmitResponse first = await nodes.Usa.SubmitAsync(Samples.Request("race-0"));
        SubmitResponse[] editions = await Task.WhenAll(Enumerable.Range(1, 6).Select(async i =>
        {
            SubmitRequest request = Samples.Request($"race-{i}");
            request.LineageId = first.LineageId;
            return await nodes.Usa.SubmitAsync(request);
        }));
        Assert.Equal(6, editions.Select(edition => edition.IssuedAtMs).Distinct().Count());
        await nodes.Fra.ArrivesAsync(editions.MaxBy(edition => edition.IssuedAtMs)!.ProductId);
    }

    [Fact]
    public async Task An_edition_in_another_mode_is_not_of_the_lineage()
    {
        SubmitResponse exercise = await nodes.Usa.SubmitAsync(Samples.Request("mode-of-lineage"));
        SubmitRequest real = Samples.Request("mode-of-lineage-2");
        real.Assessment.Header[0].Mode = Mode.Actual;
        real.LineageId = exercise.LineageId;
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => nodes.Usa.SubmitAsync(real));
        Assert.Equal((StatusCode.NotFound, ErrorReason.LineageUnknown), (failure.StatusCode, RichStatus.ReasonOf(failure)));
    }

    [Fact]
    public async Task Marks_that_no_banner_can_carry_are_refused_at_once_and_not_withheld_in_silence()
    {
        SubmitRequest request = Samples.Request("no-banner");
        request.Assessment.Subject[0].Portion.Marking = new Marking { Policy = "TLP", Text = "TLP:AMBER" };
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        RpcException failure = await Calls.FailureAsync(liaison.Assessments.SubmitAsync(request, cancellationToken: Calls.Cancellation));
        Assert.Equal((StatusCode.InvalidArgument, ErrorReason.InvalidFields), (failure.StatusCode, RichStatus.ReasonOf(failure)));
    }

    [Fact]
    public async Task A_lineage_of_another_partner_is_unknown_here()
    {
        SubmitResponse atUsa = await nodes.Usa.SubmitAsync(Samples.Request("foreign-lineage"));
        await nodes.Fra.ArrivesAsync(atUsa.ProductId);
        SubmitRequest request = Samples.Request("foreign-lineage-2");
        request.LineageId = atUsa.LineageId;
        using var liaison = new NodeCaller(nodes.Fra, "liaison");
        RpcException failure = await Calls.FailureAsync(liaison.Assessments.SubmitAsync(request, cancellationToken: Calls.Cancellation));
        Assert.Equal((StatusCode.NotFound, ErrorReason.LineageUnknown), (failure.StatusCode, RichStatus.ReasonOf(failure)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public async Task A_product_too_large_is_refused_and_the_node_goes_on(int mebibytes)
    {
        SubmitRequest request = Samples.Request("large");
        for (int i = 0; i < mebibytes; i++)
        {
            Source source = request.Assessment.Sources[0].Clone();
            source.Portion.Id = $"large-{i}";
            source.Description = new string('x', 1024 * 1024);
            request.Assessment.Sources.Add(source);
        }

        RpcException failure = await Refused(request);
        Assert.Contains(failure.StatusCode, new[] { StatusCode.InvalidArgument, StatusCode.ResourceExhausted });
        await nodes.Usa.SubmitAsync(Samples.Request($"after-large-{mebibytes}"));
    }

    [Fact]
    public async Task A_product_as_large_as_is_accepted_still_arrives()
    {
        SubmitRequest request = Samples.Request("largest");
        request.SizeClass = SizeClass._512;
        request.Assessment.Header[0].Mode = Mode.Test;
        for (int i = 0; request.Assessment.CalculateSize() < Flattener.MostBytes - 20_000; i++)
        {
            Factor factor = new() { Portion = request.Assessment.Judgements[0].Portion.Clone(), Text = new string('x', 6_200) };
            factor.Portion.Id = $"f{i}";
            request.Assessment.Factors.Add(factor);
        }

        SubmitResponse submitted = await nodes.Usa.SubmitAsync(request);
        Assert.NotEmpty((await nodes.Fra.ArrivesAsync(submitted.ProductId, mode: Mode.Test)).Assessment.Factors);
    }

    [Fact]
    public async Task Too_many_portions_for_the_size_class_are_refused()
    {
        SubmitRequest request = Samples.Request("many");
        request.Assessment.Tags.Add(Enumerable.Range(0, 125).Select(i => new Tags { Portion = Labelled(request, $"t{i}"), Terms = { "x" } }));
        RpcException failure = await Refused(request);
        Assert.Contains(Violations(failure), violation => violation.Reason == SubmissionRule.TooManyPortions);
    }

    [Theory]
    [InlineData("liaison")]
    [InlineData("ministry")]
    public async Task Bytes_that_are_no_message_are_an_invalid_argument(string caller)
    {
        (HttpStatusCode http, string status) = await PostAsync(caller, [0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff]);
        Assert.Equal(HttpStatusCode.OK, http);
        Assert.Equal(caller == "liaison" ? "3" : "7", status);
    }

    [Fact]
    public async Task Deep_nesting_is_an_invalid_argument()
    {
        // Groups within groups, in a field that the message does not know.
        (_, string status) = await PostAsync("liaison", Framed([.. Enumerable.Repeat((byte)0x7b, 10_000)]));
        Assert.Equal("3", status);
    }

    [Fact]
    public async Task A_compression_bomb_is_refused_with_bounded_memory()
    {
        using var packed = new MemoryStream();
        using (var gzip = new global::System.IO.Compression.GZipStream(packed, global::System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 512; i++)
            {
                gzip.Write(zeros);
            }
        }

        byte[] message = Framed(packed.ToArray());
        message[0] = 1;
        (_, string status) = await PostAsync("liaison", message, "gzip");
        Assert.Equal("8", status);
        Assert.True(nodes.Usa.PeakMemory < 600L * 1024 * 1024, $"{nodes.Usa.PeakMemory} bytes");
    }

    [Fact]
    public async Task A_frame_that_claims_more_than_it_may_is_refused_before_it_is_sent()
    {
        (_, string status) = await PostAsync("liaison", [0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3]);
        Assert.Equal("8", status);
    }

    private static Portion Labelled(SubmitRequest request, string label)
    {
        Portion portion = request.Assessment.Header[0].Portion.Clone();
        portion.Id = label;
        return portion;
    }

    private static byte[] Framed(byte[] message)
    {
        byte[] frame = new byte[message.Length + 5];
        global::System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static IEnumerable<BadRequest.Types.FieldViolation> Violations(RpcException failure) =>
        failure.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations;

    private async Task<(HttpStatusCode Http, string Status)> PostAsync(string caller, byte[] body, string? encoding = null)
    {
        using var connection = new NodeCaller(nodes.Usa, caller);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gateway.v1.Assessment/Submit")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        using HttpResponseMessage response = await connection.Http.SendAsync(request, Calls.Cancellation);
        await response.Content.ReadAsByteArrayAsync(Calls.Cancellation);
        IEnumerable<string> status = response.TrailingHeaders.TryGetValues("grpc-status", out IEnumerable<string>? trailer)
            ? trailer
            : response.Headers.GetValues("grpc-status");
        return (response.StatusCode, status.Single());
    }

    private async Task<RpcException> Refused(SubmitRequest request)
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        return await Calls.FailureAsync(liaison.Assessments.SubmitAsync(request, cancellationToken: Calls.Cancellation));
    }
}
