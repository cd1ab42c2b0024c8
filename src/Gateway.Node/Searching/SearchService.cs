using System.Collections.Immutable;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Gateway.Node.Searching;

/// <summary>Finds for local callers. What is shown is on the internal log before it leaves; what was asked for is on no log.</summary>
internal sealed class SearchService(NodeState node, Finder finder, ILogger<SearchService> logger) : Search.SearchBase
{
    private const int MostPortions = 10;

    public override async Task<FindResponse> Find(FindRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        (SearchPlan? plan, int products, ImmutableArray<FieldViolation> wrong) = Questions.Read(request, node.Model.Self);
        if (plan is null)
        {
            throw RichStatus.BadRequest(wrong);
        }

        if (!node.Cursors.TryDecode(request.Cursor.Span, caller.Name, plan.Mode, out long before))
        {
            throw RichStatus.Failure(Code.InvalidArgument, ErrorReason.CursorInvalid, "cursor is not one that this node gave to this caller for this mode.");
        }

        try
        {
            IReadOnlyList<FoundProduct> found = await finder.FindAsync(new Question(plan, before, products), caller, context.CancellationToken);
            await node.StateAccessAsync(caller, [.. found.Select(product => product.Visible.Row.Product)], context.CancellationToken);
            return Answer(plan, Tags(request), found, found.Count < products ? [] : node.Cursors.Encode(caller.Name, plan.Mode, found[^1].Visible.Row.Ordinal));
        }
        catch (SearchUnavailableException failure)
        {
            SearchLog.Unanswered(logger, failure.Message);
            throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "Search is unavailable. Try again.");
        }
    }

    private IEnumerable<string> Tags(FindRequest request) => request.Tags
        .SelectMany(tag => TagSynonyms.Of(tag, node.Model.Self)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static FindResponse Answer(SearchPlan plan, IEnumerable<string> tags, IReadOnlyList<FoundProduct> found, byte[] cursor)
    {
        var response = new FindResponse { Understood = plan.Query.ToString(), NextCursor = ByteString.CopyFrom(cursor) };
        response.Tags.AddRange(tags);
        response.Products.AddRange(found.Select(Product));
        return response;
    }

    private static Protocol.V1.FoundProduct Product(FoundProduct found)
    {
        var row = found.Visible.Row;
        var product = new Protocol.V1.FoundProduct
        {
            ProductId = ByteString.CopyFrom(row.Product.Span),
            LineageId = ByteString.CopyFrom(row.LineageId.Span),
            Originator = row.Originator.Value,
            IssuedAtMs = row.IssuedAtMs,
            Schema = row.Schema,
            ReceivedFrom = row.ReceivedFrom.Value,
            Banner = found.Visible.Banner.ToMessage(),
            Matching = (uint)found.Portions.Length,
        };
        product.Portions.AddRange(found.Portions.Take(MostPortions).Select(Portion));
        return product;
    }

    private static Protocol.V1.FoundPortion Portion(FoundPortion found)
    {
        var portion = new Protocol.V1.FoundPortion
        {
            Index = found.Portion.Index,
            Path = found.Portion.Body.Path,
            Variant = found.Portion.Body.Variant,
            Type = found.Portion.Body.Type,
            FieldClass = found.Type.FieldClass.ToMessage(),
            Marking = found.Portion.Body.Marking.ToMessage(),
            Matches = (uint)found.Matches,
        };
        portion.Excerpts.AddRange(found.Excerpts.Select(Text));
        return portion;
    }

    private static TextExcerpt Text(Excerpt excerpt)
    {
        var text = new TextExcerpt { Field = excerpt.Field };
        text.Runs.AddRange(excerpt.Runs.Select(run => new TextRun { Text = run.Text, Matched = run.Matched }));
        return text;
    }
}
