using System.Net;
using System.Text;
using Gateway.Cli.Render;

namespace Gateway.Cli.HorizonScanning;

/// <summary>
/// A digest as one HTML file: no script, nothing fetched, everything that came from elsewhere escaped and kept in its own direction of writing.
/// The banner stands over and under every printed page.
/// </summary>
internal static class DigestHtml
{
    // Head and foot of a table are repeated by browsers on every printed page. Contrast is at least 7:1 (WCAG 2.2, 1.4.6).
    private const string Style = """
        html{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}body{margin:0}
        table.page{width:100%;border-collapse:collapse}table.page>thead td,table.page>tfoot td{padding:.5rem 1rem;text-align:center;font-weight:700;border-bottom:2px solid #1a1a1a}
        table.page>tfoot td{border-bottom:0;border-top:2px solid #1a1a1a}.mode{display:block;letter-spacing:.1em}
        main{max-width:52rem;margin:0 auto;padding:1rem}h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #767676}
        ul{list-style:none;margin:0;padding:0}li{padding:.6rem 0;border-bottom:1px solid #d0d0d0;break-inside:avoid}h3{font-size:1rem;margin:0}p{margin:.15rem 0}
        .details{color:#3d3d3d;font-size:.9rem}.mark{font-family:ui-monospace,monospace;font-size:.8rem;color:#3d3d3d}.overdue{border-left:.4rem solid #8a0000;padding-left:.6rem}
        .overdue strong{color:#8a0000}@page{margin:12mm}@media print{html{font-size:11pt}main{max-width:none;padding:0}}
        """;

    public static string Write(DigestPage page)
    {
        string banner = Text(page.Banner) + (page.Warned.Length > 0 ? $"<span class=\"mode\">{page.Warned}</span>" : "");
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").Append(Text(page.Title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n")
            .Append("<table class=\"page\" role=\"presentation\">\n<thead><tr><td>").Append(banner).Append("</td></tr></thead>\n<tfoot><tr><td>").Append(banner)
            .Append("</td></tr></tfoot>\n<tbody><tr><td>\n<main>\n<h1>").Append(Text(page.Title)).Append("</h1>\n<p>").Append(Text(page.Scope)).Append("</p>\n");
        foreach (DigestPart part in page.Parts)
        {
            Append(html, part);
        }

        return html.Append("</main>\n</td></tr></tbody>\n</table>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, DigestPart part)
    {
        string id = part.Heading.ToLowerInvariant();
        html.Append("<section aria-labelledby=\"").Append(id).Append("\">\n<h2 id=\"").Append(id).Append("\">").Append(part.Heading);
        html.Append(part.Lines.Count == 0 ? "" : $" ({part.Lines.Count})").Append("</h2>\n");
        if (part.Lines.Count == 0)
        {
            html.Append("<p>").Append(part.Nothing).Append("</p>\n</section>\n");
            return;
        }

        html.Append("<ul>\n");
        foreach (DigestLine line in part.Lines)
        {
            html.Append(line.Overdue ? "<li class=\"overdue\">" : "<li>").Append("<h3>").Append(line.Overdue ? "<strong>Overdue:</strong> " : "")
                .Append(Text(line.Where)).Append("</h3>");
            Append(html, "", line.Title);
            Append(html, "", line.Fact);
            Append(html, " class=\"details\"", line.Details);
            Append(html, " class=\"mark\"", line.Marking);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n</section>\n");
    }

    private static void Append(StringBuilder html, string attribute, string words)
    {
        if (words.Length > 0)
        {
            html.Append("<p").Append(attribute).Append(" dir=\"auto\">").Append(Text(words)).Append("</p>");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(Page.Plain(text));
}
