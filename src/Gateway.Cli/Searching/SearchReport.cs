using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments;
using Gateway.Core.Searching;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Spectre.Console;

namespace Gateway.Cli.Searching;

/// <summary>What was found: a heading for each product, its portions below, what matched in brackets and bold.</summary>
internal static class SearchReport
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    public static void Show(Surface surface, IReadOnlyList<FoundProduct> products, FindResponse page, bool more)
    {
        if (page.Tags.Count > 0)
        {
            surface.Console.Say(Page.Wrap($"tags     {string.Join(", ", page.Tags)}", 9));
        }

        foreach (FoundProduct product in products)
        {
            Show(surface.Console, product);
        }

        string found = products.Count == 0 ? "Nothing found." : $"{Page.Count(products.Count, "product")}.";
        surface.Console.Say(more ? $"{found} There are more: raise --limit." : found);
    }

    private static void Show(IAnsiConsole console, FoundProduct product)
    {
        string date = DateTimeOffset.FromUnixTimeMilliseconds(product.IssuedAtMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        console.Say(
            $"{Convert.ToHexStringLower(product.ProductId.Span)[..12]}  {product.Originator}  {date}  {SearchFacets.KindName(product.Schema)}  {product.Banner?.Text}",
            Bold);
        foreach (FoundPortion portion in product.Portions)
        {
            string fieldClass = portion.FieldClass.TryToCore(out Core.Assessments.FieldClass known) ? known.Word() : "unknown";
            Indented(console, 2, new Paragraph(Page.Plain($"{portion.Path.Split('/')[0]}, {fieldClass} {portion.Marking?.Text}")));
            foreach (TextExcerpt excerpt in portion.Excerpts)
            {
                Indented(console, 4, Text(excerpt));
            }
        }

        if (product.Matching > product.Portions.Count)
        {
            console.Say($"  and {Page.Count(product.Matching - product.Portions.Count, "more portion")}");
        }

        console.WriteLine();
    }

    // Brackets too, since a page may be without styles.
    private static Paragraph Text(TextExcerpt excerpt)
    {
        var paragraph = new Paragraph();
        foreach (TextRun run in excerpt.Runs)
        {
            string text = Page.Plain(run.Text);
            paragraph.Append(run.Matched ? $"[{text}]" : text, run.Matched ? Bold : Style.Plain);
        }

        return paragraph;
    }

    private static void Indented(IAnsiConsole console, int columns, Paragraph paragraph) =>
        console.Write(new Padder(paragraph, new Padding(columns, 0, 0, 0)));
}
