using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.HorizonScanning;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Comparing;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Inquiries;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Portion = Gateway.Core.Sealing.Portion;
using CoreMarking = Gateway.Core.Markings.Marking;
using Comparison = Gateway.Core.Assessments.Comparing.Comparison;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.HorizonScanning;

/// <summary>Turns what a caller sees of the holdings into what a digest is built from. Thread-safe.</summary>
internal sealed class ScannedHoldings(NodeState node, HoldingsIndex holdings)
{
    // Holdings come in order of arrival, by a clock that may have been set back; so the search for what is new goes on a while behind it.
    private const int Behind = 64;

    // A rise is measured from the edition before.
    private const int Editions = 2;

    public ScannedWorld Of(LocalCaller caller, CoreMode mode, DateTimeOffset since)
    {
        IReadOnlyList<Holding> held = holdings.For(caller, mode);
        HashSet<ByteString> answered =
        [
            .. new InquiryBook(node, holdings).Of(caller, mode)
                .Where(row => row.Inquiry.State is InquiryState.Answered or InquiryState.Declined)
                .Select(row => row.Inquiry.RequestId),
        ];
        DateTimeOffset[] arrivals = Arrivals(held, since);
        ImmutableArray<ScannedProduct> products = [.. held.Select((holding, i) => Product(holding, arrivals[i], answered))];
        ImmutableArray<Comparison> comparisons = Comparer.Compare(
            JudgementViews.Of(held), node.Model.Roster.Partners.Select(partner => partner.Code), new ComparisonQuery { Editions = Editions }).Comparisons;
        return new ScannedWorld(mode, products, [.. ScannedJudgements.Rises(comparisons)], [.. ScannedJudgements.Disputes(comparisons)]);
    }

    /// <summary>When each arrived. What arrived long before <paramref name="since"/> is not looked up: it only has to be older.</summary>
    private DateTimeOffset[] Arrivals(IReadOnlyList<Holding> held, DateTimeOffset since)
    {
        var arrivals = new DateTimeOffset[held.Count];
        Array.Fill(arrivals, DateTimeOffset.MinValue);
        int older = 0;
        for (int i = held.Count - 1; i >= 0 && older < Behind; i--)
        {
            CatalogRow row = held[i].Row;
            arrivals[i] = Time(row.Originator == node.Model.Self
                ? row.IssuedAtMs
                : node.Read.Received(row.Product).Select(copy => copy.ReceivedAtMs).DefaultIfEmpty(row.IssuedAtMs).Min()) ?? DateTimeOffset.UnixEpoch;
            older = arrivals[i] < since ? older + 1 : 0;
        }

        return arrivals;
    }

    private ScannedProduct Product(Holding holding, DateTimeOffset arrived, HashSet<ByteString> answered)
    {
        var content = (IProductContent)holding.Seen.Content;
        CatalogRow row = holding.Row;
        WarningHeader? warning = holding.As<Warning>()?.Header.FirstOrDefault();
        RequestHeader? request = holding.As<InformationRequest>()?.Header.FirstOrDefault();
        return new ScannedProduct
        {
            Product = row.Product,
            Originator = row.Originator,
            Kind = Kind(content),
            IssuedAt = Time(row.IssuedAtMs) ?? DateTimeOffset.UnixEpoch,
            ArrivedAt = arrived,
            Markings = Shown(holding.Seen),
            Iso3 = content.Country,
            Title = content.FirstHeader?.Title ?? "",
            Lineage = Convert.ToHexStringLower(row.LineageId.Span),
            Replaced = holding.IsReplaced,
            Unconfirmed = holding.Standing == Standing.Unconfirmed,
            Cancels = warning?.Kind == WarningKind.Cancel,
            LapsesAt = Time(warning?.ValidUntilMs ?? 0),
            DueAt = Time(warning?.AcknowledgeByMs ?? request?.AnswerByMs ?? 0),
            Answered = content is Warning ? row.Originator == node.Model.Self || node.Read.Acknowledgements(row.Product).Count > 0 : answered.Contains(ByteString.CopyFrom(row.Product.Span)),
        };
    }

    /// <summary>Title, dates and country stand in header and subject; where the caller sees neither, that there is a product at all is marked as the rest.</summary>
    private static ImmutableArray<CoreMarking> Shown(Seen seen)
    {
        ImmutableArray<Portion> named = [.. seen.Portions.Where(portion => portion.Body.Path is "header" or "subject")];
        return [.. (named.Length > 0 ? named : seen.Portions).SelectMany(portion => portion.Markings).Distinct()];
    }

    private static ScannedKind Kind(IProductContent content) => content switch
    {
        Warning => ScannedKind.Warning,
        Threshold => ScannedKind.Threshold,
        Watchlist => ScannedKind.Watchlist,
        InformationRequest => ScannedKind.Request,
        InformationAnswer => ScannedKind.Answer,
        _ => ScannedKind.Assessment,
    };

    /// <summary>Null for 0 and for what no calendar holds.</summary>
    private static DateTimeOffset? Time(long ms) => ms is > 0 and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}
