using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Products;

/// <summary>What a node answers about products.</summary>
internal static class ProductReport
{
    public static void Show(Surface surface, SubmitResponse answer, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(answer));
            return;
        }

        surface.Console.Say($"product {Convert.ToHexStringLower(answer.ProductId.Span)}");
        surface.Console.Say($"lineage {Convert.ToHexStringLower(answer.LineageId.Span)}");
        surface.Console.Say($"banner  {answer.Banner?.Text}");
        var table = Page.Table("partner", "outcome", ">released", ">withheld", ">held");
        foreach (PartnerSummary partner in answer.Partners)
        {
            table.Row(partner.Partner, Word(partner.Outcome), Number(partner.Released), Number(partner.Withheld), Number(partner.Held));
        }

        surface.Console.Write(table);
    }

    public static void Show(Surface surface, IReadOnlyList<ListedProduct> products, bool json)
    {
        if (json)
        {
            foreach (ListedProduct product in products)
            {
                surface.Out.WriteLine(JsonFormatter.Default.Format(product));
            }

            return;
        }

        var table = Page.Table("product", "from", "country", "issued", "title");
        foreach (ListedProduct product in products)
        {
            table.Row(Convert.ToHexStringLower(product.ProductId.Span)[..12], product.Originator, product.Iso3, Date(product.IssuedAtMs), product.Title);
        }

        surface.Console.Write(table);
        surface.Console.Say($"{products.Count} products.");
    }

    public static void Show(Surface surface, SharedProduct product, bool json)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(product));
            return;
        }

        surface.Console.Say($"product {Convert.ToHexStringLower(product.ProductId.Span)}");
        surface.Console.Say($"from    {product.Originator}, issued {Date(product.IssuedAtMs)}, {product.Mode.ToString().ToUpperInvariant()}");
        surface.Console.Say($"banner  {product.Banner?.Text}");
        surface.Console.Say($"proof   {product.Proof?.Text}");
        foreach (ProductNotice notice in product.Notices)
        {
            string other = notice.ReplacedBy.IsEmpty ? "" : $", use {Convert.ToHexStringLower(notice.ReplacedBy.Span)}";
            surface.Console.Say($"notice  {notice.Number} {notice.Action.ToString().ToLowerInvariant()}{other}{(notice.Note.Length > 0 ? ": " + notice.Note : "")}");
        }

        if (product.Portions.Count == 0)
        {
            // A stub: its content was erased.
            return;
        }

        var table = Page.Table("field", "class", "marking", "text");
        foreach (PortionView portion in product.Portions)
        {
            string fieldClass = portion.FieldClass.TryToCore(out Core.Assessments.FieldClass known) ? known.Word() : "unknown";
            table.Row(portion.Path.Split('/')[0], fieldClass, portion.Marking?.Text ?? "", PortionText.Of(portion));
        }

        surface.Console.Write(table);
    }

    private static string Word(SubmitOutcome outcome) => outcome switch
    {
        SubmitOutcome.Unspecified => "unknown",
        SubmitOutcome.Released => "released",
        SubmitOutcome.Refused => "refused",
        SubmitOutcome.Held => "held",
    };

    private static string Date(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
