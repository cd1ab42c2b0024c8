using System.Text;
using Gateway.Core.Markings.Wire;

namespace Gateway.Core.Tests.Markings.Wire;

public sealed class StrictXmlTests
{
    [Fact]
    public void Document_type_is_refused_before_anything_is_expanded() => Assert.Equal(["XML-DTD"], Read("""<!DOCTYPE a><a/>"""));

    [Fact]
    public void Billion_laughs_are_refused()
    {
        string entities = string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY l{i} \"&l{i - 1};&l{i - 1};\">"));
        Assert.Equal(["XML-DTD"], Read($"<!DOCTYPE a [<!ENTITY l0 \"lol\">{entities}]><a>&l30;</a>"));
    }

    [Fact]
    public void External_entity_is_refused() =>
        Assert.Equal(["XML-DTD"], Read("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>"""));

    [Fact]
    public void Undeclared_entity_is_refused() => Assert.Equal(["XML-MALFORMED"], Read("<a>&x;</a>"));

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.Empty(Read(Nested(StrictXml.MaxDepth)));
        Assert.Equal(["XML-DEPTH"], Read(Nested(StrictXml.MaxDepth + 1)));
        Assert.Equal(["XML-DEPTH"], Read(Nested(100_000)));
    }

    [Fact]
    public void Size_is_bounded()
    {
        Assert.Empty(Read("<a>" + new string('x', StrictXml.MaxBytes - 7) + "</a>"));
        Assert.Equal(["XML-SIZE"], Read("<a>" + new string('x', StrictXml.MaxBytes - 6) + "</a>"));
    }

    [Fact]
    public void Comments_and_processing_instructions_are_refused_each_with_its_place()
    {
        WireError[] errors = StrictXml.Read(Encoding.UTF8.GetBytes("<a>SEC<!-- x -->RET<?y z?></a>")).Errors();
        Assert.Equal(["XML-COMMENT", "XML-COMMENT"], errors.Select(error => error.Rule));
        Assert.Equal("line 1, column 11", errors[0].Place);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        Assert.Equal(["XML-ENCODING"], StrictXml.Read([0x3c, 0x61, 0xff, 0x2f, 0x3e]).Rules());

    [Fact]
    public void UTF_16_is_refused() =>
        Assert.NotEmpty(StrictXml.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<a/>")).ToArray()).Rules());

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<a>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<n:a/>")]
    public void What_is_not_well_formed_is_refused(string xml) => Assert.Equal(["XML-MALFORMED"], Read(xml));

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

    private static string[] Read(string xml) => StrictXml.Read(Encoding.UTF8.GetBytes(xml)).Rules();
}
