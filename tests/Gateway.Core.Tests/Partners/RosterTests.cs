using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Tests.Policy;

namespace Gateway.Core.Tests.Partners;

public sealed class RosterTests
{
    private static readonly DateTimeOffset Then = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string Text = Encoding.UTF8.GetString(RosterWriter.Write(new World().Roster));

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes(Text), out Roster? roster, out _));

        Assert.Equal(Text, Encoding.UTF8.GetString(RosterWriter.Write(roster)));
        Assert.EndsWith("}\n", Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', Text);
    }

    [Fact]
    public void The_digest_is_that_of_the_text_as_read()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text + " ");

        Assert.True(RosterReader.TryRead(text, out Roster? roster, out _));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), roster.Digest);
        Assert.NotEqual(new World().Roster.Digest, roster.Digest);
    }

    [Fact]
    public void A_code_expands_to_members_at_sealing_and_now()
    {
        Roster roster = (new World() with
        {
            Coalitions = [new RosterCoalition(World.Nato, [World.Since("FRA", 1949), World.Since("SWE", 2024), World.Since("GBR", 1949, 2026), World.Since("FIN", 2023)])],
        }).Roster;

        Assert.Equal(["FIN", "FRA", "SWE"], roster.Expand(World.Nato, Then, World.Noon).Select(c => c.Value));
        Assert.Equal(["FIN", "FRA"], roster.Expand(World.Nato, Then.AddYears(-1), World.Noon).Select(c => c.Value));
        Assert.Equal(["FRA"], roster.Expand(World.Fra, Then, World.Noon).Select(c => c.Value));
        Assert.Empty(roster.Expand(PartnerCode.Of("TEYE"), Then, World.Noon));
        Assert.Empty(roster.Expand(default, Then, World.Noon));
    }

    [Fact]
    public void Membership_begins_with_its_first_instant_and_ends_before_its_last()
    {
        Membership period = World.Since("GBR", 2020, 2026);

        Assert.True(period.Covers(period.From));
        Assert.False(period.Covers(period.From.AddTicks(-1)));
        Assert.False(period.Covers(period.Until!.Value));
        Assert.True(period.Covers(period.Until.Value.AddTicks(-1)));
    }

    [Theory]
    [InlineData("version", "0", "version", "not-in-range")]
    [InlineData("version", "2", "$", "missing-previous")]
    [InlineData("version", "\"1\"", "version", "not-in-range")]
    [InlineData("previous", "\"00\"", "previous", "first-has-previous")]
    [InlineData("quorum", "5", "quorum", "not-in-range")]
    [InlineData("expires", "\"soon\"", "expires", "not-a-time")]
    [InlineData("expires", "\"2026-01-01T00:00:00+02:00\"", "expires", "not-a-time")]
    [InlineData("extra", "1", "extra", "unknown-member")]
    [InlineData("partners", "null", "partners", "not-an-array")]
    [InlineData("partners/0/code", "\"fra\"", "partners[0].code", "not-a-code")]
    [InlineData("partners/0/code", "\"GBR\"", "$", "duplicate-partner")]
    [InlineData("partners/1/code", "\"NATO\"", "$", "nation-as-coalition")]
    [InlineData("partners/0/kind", "\"person\"", "partners[0].kind", "not-a-kind")]
    [InlineData("partners/0/clearance/default", "\"secret\"", "partners[0].clearance.default", "not-a-level")]
    [InlineData("partners/0/address", "\"http://a\"", "partners[0].address", "not-an-address")]
    [InlineData("partners/0/address", "\"https://u@a\"", "partners[0].address", "not-an-address")]
    [InlineData("partners/2/tls_pins", "[]", "partners[2].tls_pins", "empty")]
    [InlineData("partners/2/tls_pins", "[\"sha256:AA\"]", "partners[2].tls_pins[0]", "not-a-pin")]
    [InlineData("partners/0/release_log/algorithms", "[\"ml-dsa-44\"]", "partners[0].release_log.algorithms", "no-ed25519")]
    [InlineData("partners/0/release_log/algorithms", "[\"ed25519\", \"rsa\"]", "partners[0].release_log.algorithms[1]", "unknown-algorithm")]
    [InlineData("partners/0/release_log/vkeys", "[\"other+00000000+AQ==\"]", "partners[0].release_log", "foreign-key-name")]
    [InlineData("partners/0/release_log/origin", "\"https://a\"", "partners[0].release_log.origin", "not-an-origin")]
    [InlineData("partners/0/document_keys", "[\"name\"]", "partners[0].document_keys[0]", "not-a-verifier-key")]
    [InlineData("partners/0/colour", "1", "partners[0].colour", "unknown-member")]
    [InlineData("coalitions/0/members/0/until", "\"1900-01-01\"", "coalitions[0].members[0]", "empty-period")]
    [InlineData("coalitions/0/members/1/code", "\"GBR\"", "coalitions[0].members[1]", "overlapping-periods")]
    [InlineData("coalitions/0/code", "\"NATO\"", "$", "duplicate-coalition")]
    public void Each_error_names_its_field_and_rule(string field, string value, string path, string rule)
    {
        JsonNode document = JsonNode.Parse(Text)!;
        string[] steps = field.Split('/');
        JsonNode parent = steps[..^1].Aggregate(document, (node, step) => char.IsDigit(step[0]) ? node[int.Parse(step, null)]! : node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);

        bool read = RosterReader.TryRead(Encoding.UTF8.GetBytes(document.ToJsonString()), out Roster? roster, out ImmutableArray<DocumentError> errors);

        Assert.False(read);
        Assert.Null(roster);
        Assert.Contains((path, rule), errors.Select(e => (e.Path, e.Rule)));
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        string text = Text.Replace("\"version\": 1", "\"version\": 0", StringComparison.Ordinal)
            .Replace("\"kind\": \"nation\"", "\"kind\": \"clan\"", StringComparison.Ordinal);

        Assert.False(RosterReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out ImmutableArray<DocumentError> errors));
        Assert.Equal(5, errors.Length);
    }

    [Fact]
    public void A_member_that_stands_twice_is_refused()
    {
        string text = Text.Replace("\"quorum\": 2", "\"quorum\": 2, \"quorum\": 1", StringComparison.Ordinal);

        Assert.False(RosterReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out ImmutableArray<DocumentError> errors));
        Assert.Contains(errors, e => e.Rule == "duplicate-member");
    }

    [Theory]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"version\": \"\\udc00\"}")]
    [InlineData("{\"version\": 1")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    [InlineData("// comment\n{}")]
    public void What_is_no_json_text_is_refused_as_a_whole(string text)
    {
        Assert.False(RosterReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out ImmutableArray<DocumentError> errors));
        Assert.Equal("not-json", Assert.Single(errors).Rule);
    }

    [Fact]
    public void No_bytes_make_a_reader_throw()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        Gen<byte[]> bent = Gen.Select(Gen.Int[0, text.Length - 1], Gen.Byte, Gen.Int[0, 30]).Select((at, b, cut) =>
            text[..at].Append(b).Concat(text[Math.Min(text.Length, at + cut)..]).ToArray());

        Gen.OneOf(bent, Gen.Byte.Array).Sample(
            bytes =>
            {
                bool read = RosterReader.TryRead(bytes, out Roster? roster, out ImmutableArray<DocumentError> errors);
                AgreementReader.TryRead(bytes, out _, out _);
                return read == (roster is not null) && read == errors.IsEmpty;
            },
            iter: 2000);
    }

    [Theory]
    [InlineData(-1, FieldClass.Metadata, StageScope.Nothing)]
    [InlineData(5, FieldClass.Metadata, StageScope.Nothing)]
    [InlineData(4, (FieldClass)0, StageScope.Nothing)]
    [InlineData(1, FieldClass.Judgement, StageScope.TearLinesOnly)]
    [InlineData(4, FieldClass.SourcesAndMethods, StageScope.Whole)]
    public void Stages_that_nobody_defined_let_nothing_through(int stage, FieldClass fieldClass, StageScope scope) =>
        Assert.Equal(scope, Stages.Scope(stage, fieldClass));

    [Fact]
    public void Each_stage_contains_the_one_before()
    {
        foreach (FieldClass fieldClass in Enum.GetValues<FieldClass>())
        {
            Assert.All(Enumerable.Range(0, 4), stage => Assert.True(Stages.Scope(stage, fieldClass) <= Stages.Scope(stage + 1, fieldClass)));
        }
    }
}
