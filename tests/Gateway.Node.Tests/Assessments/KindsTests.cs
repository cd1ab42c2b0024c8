using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Lane = Gateway.Core.Sealing.Lane;
using Mode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Tests.Assessments;

/// <summary>Products of every kind go the way of assessments.</summary>
public sealed class KindsTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    private static readonly LocalCaller Ministry = new("ministry@test", Role.Ministry, Level.Secret, "TEST");
    private readonly NodeFolders _folders = new();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_warning_arrives_ahead_of_all_else_and_without_what_stays_home()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Submit(usa, Samples.Request("first"));
        SubmitResponse warned = await Submit(usa, Samples.WarningRequest("second"));
        Assert.Equal((1L, 1L), (usa.Read.LastSequence(Fra, Lane.Warnings), usa.Read.LastSequence(Fra, Lane.Products)));

        await new Line(usa, fra).RunAsync();
        Assert.Equal([Lane.Warnings, Lane.Products], fra.Read.Catalog(Mode.Exercise, 0, 10).Select(row => fra.Read.Received(row.Product)[0].Lane));
        Assert.True(ProductId.TryFrom(warned.ProductId.Span, out ProductId id));
        SharedProduct shared = Answers.Shared(new SharedView(fra).Of(id, Ministry)!, [], package: true);
        Assert.Equal(SharedProduct.ContentOneofCase.Warning, shared.ContentCase);
        Assert.Equal("EXERCISE: test warning", shared.Warning.Header.Single().Title);
        Assert.Contains(Samples.OnlyFrance, shared.Warning.Danger.Single().Statement, StringComparison.Ordinal);
        Assert.Empty(shared.Warning.Grounds);
        Assert.DoesNotContain(Samples.NeverLeaves, shared.ToByteString().ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_addressed_to_one_partner_reaches_it_alone_and_may_not_go_on()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SubmitRequest request = Samples.Request("addressed");
        request.Audience.Add("FRA");
        SubmitResponse sent = await Submit(usa, request);
        Assert.Equal(
            [("FRA", SubmitOutcome.Released), ("SWE", SubmitOutcome.Refused)], sent.Partners.Select(partner => (partner.Partner, partner.Outcome)));
        Assert.Equal((1L, 0L), (usa.Read.LastSequence(Fra, Lane.Products), usa.Read.LastSequence(Swe, Lane.Products)));

        await using NodeState fra = await _folders.OpenAsync("FRA");
        await new Line(usa, fra).RunAsync();
        Assert.True(ProductId.TryFrom(sent.ProductId.Span, out ProductId id));
        Assert.IsType<Core.Releasing.HandOnOutcome.Refused>(await fra.Gate.HandOnAsync(id, Swe, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Partners_that_nobody_knows_are_named_in_the_refusal()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SubmitRequest request = Samples.WarningRequest("nobody");
        request.Audience.Add(["XXX", "USA", "FRA"]);
        request.SizeClass = SizeClass._512;
        request.Warning.Danger.Clear();
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => Submit(usa, request));
        Assert.Equal(
            ["audience[0]", "audience[1]", "size_class", "warning.danger"],
            refused.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_assessment_never_becomes_an_edition_of_a_warning()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SubmitResponse warned = await Submit(usa, Samples.WarningRequest("warning"));
        SubmitRequest request = Samples.Request("assessment");
        request.LineageId = warned.LineageId;
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => Submit(usa, request))).StatusCode);
    }

    private static Task<SubmitResponse> Submit(NodeState node, SubmitRequest request) =>
        new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, TestContext.Current.CancellationToken);
}
