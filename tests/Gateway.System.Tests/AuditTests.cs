using System.Net;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Gateway.Testing;
using CoreStatement = Gateway.Core.Sealing.Statement;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Protocol.V1.LogName;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.System.Tests;

public sealed class AuditTests(SharedNodes nodes)
{
    [Fact]
    public async Task An_auditor_finds_a_release_with_the_rules_that_decided_and_a_refusal_too()
    {
        SubmitRequest request = Samples.Request("audited");
        foreach (Marking marking in (Marking[])[request.Assessment.Header[0].Portion.Marking, request.Assessment.Subject[0].Portion.Marking])
        {
            marking.Text = "(C//REL TO USA, FRA)";
        }

        request.Assessment.Judgements.RemoveAt(1);
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(request);
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        EntrySummary release = Assert.Single((await auditor.Log.SearchAsync(
            new SearchRequest { Log = LogName.Release, ProductId = submitted.ProductId, Kinds = { Kind.Release } })).Entries);
        EntrySummary refusal = Assert.Single((await auditor.Log.SearchAsync(
            new SearchRequest { Log = LogName.Internal, ProductId = submitted.ProductId, Outcome = EntryOutcome.Refused })).Entries);
        Assert.Equal(("FRA", "SWE"), (release.Recipient, refusal.Recipient));

        Entry entry = await auditor.Log.GetAsync(new GetEntryRequest { Log = LogName.Release, Index = release.Index });
        Assert.Contains(entry.Decision.Rules, rule => rule.Id == "L03-judgements-france" && rule.Text.Contains("MOU", StringComparison.Ordinal));
        Assert.Contains(entry.Decision.Decoded.Portion, portion => !portion.Opened && portion.Rule.Contains("M03-national-only"));

        // The record is the one that the partner's terms commit to.
        SharedProduct arrived = await nodes.Fra.ArrivesAsync(submitted.ProductId, "liaison");
        Assert.True(Core.Sealing.Package.TryDecode(arrived.Package.ToByteArray(), out Core.Sealing.Package? package, out _));
        Assert.True(Core.Sealing.ReleaseTerms.TryDecode(package.Hops[^1].Terms.Span, out Core.Sealing.ReleaseTerms? terms, out _));
        using var commitment = new Commitment();
        Assert.Equal(commitment.Record(entry.Decision.Salt.Span, entry.Decision.Record.Span), terms.Record.ToArray());
    }

    [Theory]
    [InlineData(LogName.Release)]
    [InlineData(LogName.Internal)]
    public async Task Every_entry_proves_under_the_checkpoint_that_the_log_signed(LogName log)
    {
        await nodes.Usa.SubmitAsync(Samples.Request($"proved-{log}"));
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        Core.ReleaseLog.Checkpoint head = Verified(log, (await auditor.Log.CheckpointAsync(new CheckpointRequest { Log = log })).Note.Span);
        for (long index = Math.Max(0, head.Size - 12); index < head.Size; index++)
        {
            Entry entry = await auditor.Log.GetAsync(new GetEntryRequest { Log = log, Index = (ulong)index });
            ProveResponse answer = await auditor.Log.ProveAsync(new ProveRequest
            {
                Log = log,
                Inclusion = new InclusionRequest { Index = (ulong)index, Size = (ulong)head.Size },
            });
            byte[] path = [.. answer.Inclusion.Path.SelectMany(hash => hash.ToByteArray())];
            Assert.Equal(Merkle.LeafHash(entry.Statement.Span), entry.LeafHash.ToByteArray());
            Assert.True(InclusionProof.Verify(entry.LeafHash.Span, index, head.Size, path, head.Root.AsSpan()));
            Assert.True(CoreStatement.TryDecode(entry.Statement.Memory, out CoreStatement? statement, out _));
            Assert.Equal((head.Origin, (int)entry.Summary.Kind), (statement.Origin, (int)statement.Kind));
        }

        ProveResponse extension = await auditor.Log.ProveAsync(new ProveRequest { Log = log, Consistency = new ConsistencyRequest { FromSize = 1, ToSize = (ulong)head.Size } });
        Assert.True(Core.ReleaseLog.ConsistencyProof.Verify(
            1, extension.Consistency.FromRoot.Span, head.Size, head.Root.AsSpan(), [.. extension.Consistency.Path.SelectMany(hash => hash.ToByteArray())]));
    }

    [Theory]
    [InlineData("log", LogName.Release)]
    [InlineData("internal", LogName.Internal)]
    public async Task Tiles_and_entries_over_http_lead_to_the_signed_root(string path, LogName log)
    {
        await nodes.Usa.SubmitAsync(Samples.Request($"tiles-{log}"));
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        Core.ReleaseLog.Checkpoint head = Verified(log, await auditor.Http.GetByteArrayAsync($"/{path}/checkpoint", Calls.Cancellation));
        Dictionary<string, byte[]> fetched = [];
        foreach (string part in Tile.Of(head.Size).Select(tile => tile.Path).Concat(EntryBundle.Of(head.Size).Select(bundle => bundle.Path)))
        {
            fetched[part] = await auditor.Http.GetByteArrayAsync($"/{path}/{part}", Calls.Cancellation);
        }

        Assert.Equal(TileFinding.Consistent, TileAudit.CheckTiles(head.Size, head.Root.AsSpan(), tile => fetched[tile.Path]));
        Assert.Equal(TileFinding.Consistent, TileAudit.CheckEntries(head.Size, head.Root.AsSpan(), bundle => fetched[bundle.Path]));
    }

    [Fact]
    public async Task A_partner_reads_hash_tiles_and_no_entries_and_nothing_of_the_internal_log()
    {
        await nodes.Usa.SubmitAsync(Samples.Request("tiles-partner"));
        using NodeCaller partner = SharedNodes.As(nodes.Fra, nodes.Usa);
        Core.ReleaseLog.Checkpoint head = Verified(LogName.Release, await partner.Http.GetByteArrayAsync("/log/checkpoint", Calls.Cancellation));
        Dictionary<string, byte[]> fetched = [];
        foreach (Tile tile in Tile.Of(head.Size))
        {
            fetched[tile.Path] = await partner.Http.GetByteArrayAsync($"/log/{tile.Path}", Calls.Cancellation);
        }

        Assert.Equal(TileFinding.Consistent, TileAudit.CheckTiles(head.Size, head.Root.AsSpan(), tile => fetched[tile.Path]));
        string bundle = EntryBundle.Of(head.Size).First().Path;
        string[] denied = [$"/log/{bundle}", "/internal/checkpoint", $"/internal/{Tile.Of(1).First().Path}", $"/internal/{bundle}"];
        foreach (string caller in (string[])["partner", "liaison", "ministry", "officer"])
        {
            using NodeCaller reader = caller == "partner" ? SharedNodes.As(nodes.Fra, nodes.Usa) : new NodeCaller(nodes.Usa, caller);
            foreach (string path in denied)
            {
                using HttpResponseMessage response = await reader.Http.GetAsync(path, Calls.Cancellation);
                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
                Assert.Empty(await response.Content.ReadAsByteArrayAsync(Calls.Cancellation));
            }
        }
    }

    [Theory]
    [InlineData("tile/0/999")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/entries/999")]
    [InlineData("tile/entries/x036/x028/x797/x018/x963/968")]
    [InlineData("tile/0/x036/x028/x797/x018/x963/968")]
    [InlineData("tile/63/000")]
    [InlineData("tile/0/%2e%2e/000")]
    public async Task What_is_no_tile_of_the_log_is_not_found(string path)
    {
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        using HttpResponseMessage response = await auditor.Http.GetAsync("/internal/" + path, Calls.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Every_query_and_every_read_is_on_the_internal_log()
    {
        SubmitResponse submitted = await nodes.Swe.SubmitAsync(TlpGreen());
        using var auditor = new NodeCaller(nodes.Swe, "auditor");
        using var ministry = new NodeCaller(nodes.Swe, "ministry");
        (int audits, int reads) = await Count(auditor);
        await auditor.Log.GetAsync(new GetEntryRequest { Log = LogName.Release });
        await auditor.Log.ProveAsync(new ProveRequest { Log = LogName.Release, Inclusion = new InclusionRequest() });
        await auditor.Http.GetByteArrayAsync($"/log/{EntryBundle.Of(1).Single().Path}", Calls.Cancellation);
        await ministry.PullAsync(new PullRequest { Mode = Mode.Test });
        await ministry.Assessments.ListAsync(new ListRequest { Mode = Mode.Test });
        await ministry.Assessments.GetAsync(new GetRequest { ProductId = submitted.ProductId });
        (int auditsAfter, int readsAfter) = await Count(auditor);

        // Get, Prove, the entries, and the first count's own second query; that of the second count's first.
        Assert.Equal(audits + 5, auditsAfter);
        Assert.True(readsAfter >= reads + 3, $"{readsAfter - reads} reads");
    }

    private static SubmitRequest TlpGreen()
    {
        SubmitRequest request = Samples.Request("audit-reads");
        request.Assessment.Header[0].Mode = Mode.Test;
        request.Assessment.Judgements.Clear();
        request.Assessment.Sources.Clear();
        foreach (Portion portion in (Portion[])[request.Assessment.Header[0].Portion, request.Assessment.Subject[0].Portion])
        {
            portion.Marking = new Marking { Policy = "TLP", Text = "TLP:GREEN", Community = "atrocity-prevention" };
        }

        return request;
    }

    private static async Task<(int Audits, int Reads)> Count(NodeCaller auditor)
    {
        SearchResponse audits = await auditor.Log.SearchAsync(new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Audit }, PageSize = 1000 });
        SearchResponse reads = await auditor.Log.SearchAsync(new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Access }, PageSize = 1000 });
        return (audits.Entries.Count, reads.Entries.Count);
    }

    private Core.ReleaseLog.Checkpoint Verified(LogName log, ReadOnlySpan<byte> note)
    {
        byte[] signed = File.ReadAllBytes(Path.Combine(nodes.Fra.Folder, "roster.note"));
        Assert.True(SignedRoster.TryRead(signed, out Roster? roster, out _));
        Assert.True(roster.TryFind(PartnerCode.Of("USA"), out Partner? usa));
        CheckpointVerifier verifier;
        if (log == LogName.Release)
        {
            verifier = new CheckpointVerifier(usa.ReleaseLog.Origin, [.. usa.ReleaseLog.VerifierKeys.Select(Key)]);
        }
        else
        {
            Assert.True(KeyFile.TryParse(File.ReadAllText(Path.Combine(nodes.Usa.Folder, "keys", "internal-log.keys")), out KeyFile? file, out _));
            verifier = new CheckpointVerifier(usa.InternalLogOrigin, [.. file.Keys.Select(key => key.VerifierKey)]);
        }

        Assert.True(verifier.TryVerify(note, out Core.ReleaseLog.Checkpoint? checkpoint, out CheckpointFault fault), fault.ToString());
        return checkpoint;
    }

    private static VerifierKey Key(string text) => VerifierKey.TryParse(text, out VerifierKey? key) ? key : throw new FormatException(text);
}
