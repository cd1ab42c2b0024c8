using System.Text;
using Gateway.Cli.Render;

namespace Gateway.Cli.HorizonScanning;

/// <summary>A digest as CommonMark. Everything that came from elsewhere is escaped: it is text, never markup, link, image or HTML.</summary>
internal static class DigestMarkdown
{
    public static string Write(DigestPage page)
    {
        var text = new StringBuilder();
        text.Append("**").Append(Escape(page.Banner)).Append("**\n\n");
        if (page.Warned.Length > 0)
        {
            text.Append("**").Append(page.Warned).Append("**\n\n");
        }

        text.Append("# ").Append(Escape(page.Title)).Append("\n\n").Append(Escape(page.Scope)).Append('\n');
        foreach (DigestPart part in page.Parts)
        {
            text.Append("\n## ").Append(part.Heading).Append("\n\n");
            if (part.Lines.Count == 0)
            {
                text.Append(part.Nothing).Append('\n');
            }

            foreach (DigestLine line in part.Lines)
            {
                text.Append("- ").Append(line.Overdue ? "**OVERDUE** " : "").Append("**").Append(Escape(line.Where)).Append("**");
                Append(text, line.Title);
                Append(text, line.Fact);
                text.Append("  \n  ").Append(Escape(line.Details)).Append("  \n  `").Append(Code(line.Marking)).Append("`\n");
            }
        }

        return text.Append("\n**").Append(Escape(page.Banner)).Append("**\n").ToString();
    }

    /// <summary>CommonMark 0.31 §2.4: any ASCII punctuation may be escaped; so all of it is. One line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char letter in Page.Plain(text))
        {
            if (char.IsAscii(letter) && (char.IsPunctuation(letter) || char.IsSymbol(letter)))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder text, string words)
    {
        if (words.Length > 0)
        {
            text.Append("  \n  ").Append(Escape(words));
        }
    }

    private static string Code(string text) => Page.Plain(text).Replace('`', '\'');
}
