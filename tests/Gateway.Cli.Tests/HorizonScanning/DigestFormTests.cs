using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Cli.HorizonScanning;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Tests.HorizonScanning;

/// <summary>Digests as people read them: nothing that a partner wrote is ever markup.</summary>
public sealed class DigestFormTests
{
    private const long Day = 86_400_000;
    private const long Since = 20_415 * Day;

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><script>", "]]>", "&lt;b&gt;", "[click](http://evil.example)", "![x](http://evil.example/p.png)",
        "# heading", "- item\n- item", "`code`", "<http://evil.example>", "http://evil.example", "**bold**", "| a | b |", "\u202Egnp.exe", "\u001b[31m", "line\r\nbreak\r\r\n# x",
        "1. one", "~~~", "***", "\\", "\\\\`", "&copy;", "@somebody", "javascript:alert(1)", "</td></tr></table>", "\0\u0001", "\u2028# x\u2029- x\u0085- y", " ", "",
        string.Concat(Enumerable.Range(32, 95).Select(code => (char)code)), "😀 Ménaka 🇲🇱",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Html_holds_no_element_but_those_of_the_form(string words)
    {
        string html = DigestHtml.Write(new DigestPage(Digest(words, words, words, words)));

        // The form closes every element, so once the names of two void elements are closed it is XML, and nothing hides.
        string xml = Regex.Replace(html["<!DOCTYPE html>\n".Length..], "<meta (?<inside>[^>]*)>", "<meta ${inside}/>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Replace("&nbsp;", " ", StringComparison.Ordinal);
        XElement root = XElement.Parse(xml);
        string[] known = ["html", "head", "meta", "title", "style", "body", "table", "thead", "tbody", "tfoot", "tr", "td", "span", "main", "h1", "h2", "h3", "p", "section", "ul", "li", "strong"];
        Assert.All(root.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, known));
        string[] attributes = ["lang", "charset", "http-equiv", "content", "name", "class", "role", "aria-labelledby", "id", "dir"];
        Assert.All(root.DescendantsAndSelf().Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, attributes));
        Assert.Equal("en", (string?)root.Attribute("lang"));
        Assert.Single(root.Descendants("h1"));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Equal(html, DigestHtml.Write(new DigestPage(Digest(words, words, words, words))));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Markdown_shows_what_partners_wrote_as_text(string words)
    {
        string markdown = DigestMarkdown.Write(new DigestPage(Digest(words, words, words, "SECRET")));
        string[] lines = markdown.Split('\n');
        Assert.Single(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
        Assert.Equal(4, lines.Count(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("- ", StringComparison.Ordinal)));
        string bare = Regex.Replace(markdown, @"\\.", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.DoesNotMatch(@"[<>\[\]|~&!]|https?:", bare);
        Assert.DoesNotContain('\u202E', markdown);
        Assert.DoesNotContain('\u001b', markdown);
    }

    [Fact]
    public void The_banner_stands_over_and_under_and_an_exercise_says_so_beside_it()
    {
        DigestPage page = new(Digest("Title", "Fact", "", "SECRET//REL TO USA, FRA"));
        string markdown = DigestMarkdown.Write(page);
        Assert.StartsWith("**SECRET\\/\\/REL TO USA\\, FRA**\n\n**EXERCISE EXERCISE EXERCISE**\n", markdown, StringComparison.Ordinal);
        Assert.EndsWith("\n**SECRET\\/\\/REL TO USA\\, FRA**\n", markdown, StringComparison.Ordinal);
        string html = DigestHtml.Write(page);
        Assert.Equal(2, html.Split("<td>SECRET//REL TO USA, FRA<span class=\"mode\">EXERCISE EXERCISE EXERCISE</span></td>").Length - 1);
        Assert.Contains("thead", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_banners_apply_together_and_an_empty_digest_says_that_nothing_is_in_it()
    {
        HorizonDigest digest = Digest("Title", "Fact", "", "SECRET");
        digest.Banners.Add(new Marking { Policy = "FRA", Text = "SECRET", ReleasableTo = { "USA", "SWE" } });
        Assert.Equal("SECRET AND FRA: SECRET (releasable to USA, SWE)", new DigestPage(digest).Banner);
        var empty = new HorizonDigest { Mode = Mode.Actual, SinceMs = Since, UntilMs = Since + Day, Partner = "FRA" };
        string markdown = DigestMarkdown.Write(new DigestPage(empty));
        Assert.Contains("Nothing arrived.", markdown, StringComparison.Ordinal);
        Assert.Contains("Nothing in this digest carries a marking", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("EXERCISE", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_stands_first_and_what_is_overdue_says_so_in_words()
    {
        string html = DigestHtml.Write(new DigestPage(Digest("Title", "Fact", "", "SECRET")));
        Assert.True(html.IndexOf("id=\"unanswered\"", StringComparison.Ordinal) < html.IndexOf("id=\"new\"", StringComparison.Ordinal));
        Assert.Contains("<strong>Overdue:</strong> Mali (MLI)", html, StringComparison.Ordinal);
        Assert.Contains("acknowledge by 2025-11-23 06:00 UTC: OVERDUE", html, StringComparison.Ordinal);
    }

    private static HorizonDigest Digest(string title, string fact, string group, string mark)
    {
        DigestItem Item(DigestSection section) => new()
        {
            Section = section,
            Kind = DigestKind.Warning,
            Iso3 = "MLI",
            GroupId = group,
            Partners = { "FRA", group },
            Title = title,
            Fact = fact,
            ProductId = { ByteString.CopyFrom(new byte[32]) },
            IssuedAtMs = Since + 5_000,
            DueAtMs = Since + (Day / 4),
            Overdue = section == DigestSection.Unanswered,
            Markings = { new Marking { Policy = "US", Text = mark } },
        };
        return new HorizonDigest
        {
            Mode = Mode.Exercise,
            SinceMs = Since,
            UntilMs = Since + (7 * Day),
            Partner = "USA",
            Banners = { new Marking { Policy = "US", Text = mark } },
            Items = { Item(DigestSection.New), Item(DigestSection.Unanswered) },
        };
    }
}
