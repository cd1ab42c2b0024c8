using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Tests.Policy;

namespace Gateway.Core.Tests.Partners;

public sealed class AgreementTests
{
    private static readonly Agreement Agreement = World.Agree(World.Usa, World.Fra, 3, Level.Secret) with { CeilingFromSecond = Level.Confidential };

    private static readonly string Text = Encoding.UTF8.GetString(AgreementWriter.Write(Agreement));

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Assert.True(AgreementReader.TryRead(Encoding.UTF8.GetBytes(Text), out Agreement? read, out _));

        Assert.Equal(Text, Encoding.UTF8.GetString(AgreementWriter.Write(read)));
        Assert.Equal(Level.Secret, read.CeilingFrom(World.Fra));
        Assert.Equal(Level.Confidential, read.CeilingFrom(World.Usa));
        Assert.Equal(64, read.Digest.Length);
        Assert.False(read.HoldForOfficer);
    }

    [Fact]
    public void One_ceiling_may_serve_both_directions()
    {
        int from = Text.IndexOf("\"ceiling\"", StringComparison.Ordinal);
        int to = Text.IndexOf('}', from) + 1;

        Assert.True(AgreementReader.TryRead(Encoding.UTF8.GetBytes(Text[..from] + "\"ceiling\": \"RESTRICTED\"" + Text[to..]), out Agreement? read, out _));
        Assert.Equal(Level.Restricted, read.CeilingFrom(World.Fra));
        Assert.Equal(Level.Restricted, read.CeilingFrom(World.Usa));
    }

    [Theory]
    [InlineData("\"stage\": 3", "\"stage\": 5", "stage", "not-in-range")]
    [InlineData("\"stage\": 3", "\"stage\": 2.5", "stage", "not-in-range")]
    [InlineData("\"stage\": 3,", "", "stage", "missing")]
    [InlineData("ATROCITY_PREVENTION", "ATROCITY PREVENTION", "purposes[0]", "unknown-purpose")]
    [InlineData("\"FRA\",", "\"USA\",", "parties", "not-two-parties")]
    [InlineData("\"FRA\": \"SECRET\"", "\"GBR\": \"SECRET\"", "ceiling.GBR", "unknown-member")]
    [InlineData("\"FRA\": \"SECRET\"", "\"GBR\": \"SECRET\"", "ceiling.FRA", "missing")]
    [InlineData("\"hold_for_officer\": false", "\"hold_for_officer\": \"no\"", "hold_for_officer", "not-a-flag")]
    [InlineData("\"notice_max_age_hours\": 24", "\"notice_max_age_hours\": 0", "notice_max_age_hours", "not-in-range")]
    [InlineData("\"valid_until\": \"2027", "\"valid_until\": \"2024", "$", "empty-period")]
    public void Each_error_names_its_field_and_rule(string sound, string broken, string path, string rule)
    {
        string text = Text.Replace(sound, broken, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);

        Assert.False(AgreementReader.TryRead(Encoding.UTF8.GetBytes(text), out _, out ImmutableArray<DocumentError> errors));
        Assert.Contains((path, rule), errors.Select(e => (e.Path, e.Rule)));
    }

    [Fact]
    public void Agreements_are_found_in_either_order_while_in_force()
    {
        var agreements = new Agreements([Agreement]);

        Assert.Single(agreements.InForce(World.Fra, World.Usa, World.Noon));
        Assert.Single(agreements.InForce(World.Usa, World.Fra, World.Noon));
        Assert.Empty(agreements.InForce(World.Usa, World.Usa, World.Noon));
        Assert.Empty(agreements.InForce(World.Usa, World.Swe, World.Noon));
        Assert.Empty(agreements.InForce(World.Usa, World.Fra, World.Noon.AddYears(3)));
    }
}
