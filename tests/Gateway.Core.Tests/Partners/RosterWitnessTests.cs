using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Tests.ReleaseLog.Witnessing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Partners;

public sealed class RosterWitnessTests
{
    private static readonly string Text = Encoding.UTF8.GetString(RosterWriter.Write(WitnessedParties.Roster()));

    [Fact]
    public void Witnesses_and_quorum_read_back_the_same_and_are_absent_where_there_are_none()
    {
        Assert.True(RosterReader.TryRead(Encoding.UTF8.GetBytes(Text), out Roster? roster, out ImmutableArray<DocumentError> errors), string.Join('\n', errors));
        Assert.Equal(2, roster.Terms.WitnessQuorum);
        Assert.Equal(Text, Encoding.UTF8.GetString(RosterWriter.Write(roster)));
        Assert.DoesNotContain("witness", Encoding.UTF8.GetString(RosterWriter.Write(Parties.Roster)), StringComparison.Ordinal);
        Assert.True(RosterReader.TryRead(RosterWriter.Write(Parties.Roster), out Roster? without, out _));
        Assert.Equal(0, without.Terms.WitnessQuorum);
        Assert.All(without.Partners, partner => Assert.Null(partner.Witness));
    }

    [Theory]
    [InlineData("witness_quorum", "4", "witness_quorum", "not-in-range")]
    [InlineData("witness_quorum", "-1", "witness_quorum", "not-in-range")]
    [InlineData("partners/0/witness/colour", "1", "partners[0].witness.colour", "unknown-member")]
    [InlineData("partners/0/witness/name", "\"https://a\"", "partners[0].witness.name", "not-an-origin")]
    [InlineData("partners/0/witness/name", "\"other.example/witness\"", "partners[0].witness", "foreign-key-name")]
    [InlineData("partners/0/witness/vkeys", "[]", "partners[0].witness.vkeys", "empty")]
    [InlineData("partners/0/witness/vkeys", "[\"gateway.example.de/witness+00000000+AQ==\"]", "partners[0].witness.vkeys", "unreadable-key")]
    [InlineData("partners/0/witness/algorithms", "[\"ml-dsa-44\"]", "partners[0].witness.algorithms", "no-ed25519")]
    [InlineData("partners/0/witness/algorithms", "[\"cosignature-ed25519\"]", "partners[0].witness", "keys-not-algorithms")]
    [InlineData("partners/0/witness/algorithms", "[\"cosignature-ed25519\", \"ed25519\"]", "partners[0].witness.algorithms[1]", "unknown-algorithm")]
    public void Each_error_names_its_field_and_rule(string field, string value, string path, string rule) =>
        Assert.Contains((path, rule), Errors(field, JsonNode.Parse(value)));

    [Fact]
    public void A_missing_member_of_a_witness_is_told()
    {
        Assert.Contains(("partners[0].witness.name", "missing"), Errors("partners/0/witness", new JsonObject()));
        Assert.Contains(("partners[0].witness.vkeys", "missing"), Errors("partners/0/witness", new JsonObject()));
    }

    [Fact]
    public void A_witness_key_is_no_key_of_a_log_under_whatever_name()
    {
        // Sweden's witness with the very key that signs France's log.
        string name = WitnessedParties.Name(Parties.Swe);
        string shared = Parties.Key(Parties.Fra, "log", KeyAlgorithm.MLDsa44, name).ToString();
        Assert.Contains(("$", "shared-key"), Errors("partners/2/witness/vkeys/1", JsonValue.Create(shared)));
    }

    [Fact]
    public void Two_witnesses_share_no_key_and_no_name()
    {
        JsonNode other = JsonNode.Parse(Text)!["partners"]![3]!["witness"]!.DeepClone();
        (string, string)[] errors = Errors("partners/2/witness", other);
        Assert.Contains(("$", "shared-key"), errors);
        Assert.Contains(("$", "duplicate-witness"), errors);
    }

    [Fact]
    public void A_witness_is_not_named_like_a_log()
    {
        ImmutableArray<LogSigner> keys =
        [
            Parties.Key(Parties.Deu, "witness", KeyAlgorithm.CosignatureEd25519, Parties.Origin(Parties.Fra)),
            Parties.Key(Parties.Deu, "witness", KeyAlgorithm.MLDsa44, Parties.Origin(Parties.Fra)),
        ];
        var witness = new JsonObject
        {
            ["name"] = Parties.Origin(Parties.Fra),
            ["vkeys"] = new JsonArray([.. keys.Select(key => (JsonNode)key.VerifierKey.ToString())]),
            ["algorithms"] = new JsonArray("cosignature-ed25519", "ml-dsa-44"),
        };
        Assert.Equal([("$", "duplicate-witness")], Errors("partners/0/witness", witness));
    }

    [Fact]
    public void A_quorum_that_no_log_could_reach_is_refused_for_the_owner_does_not_count()
    {
        Roster all = WitnessedParties.Roster(quorum: 3);
        Assert.True(RosterReader.TryRead(RosterWriter.Write(all), out _, out _));
        var three = new Roster(
            all.Terms, all.Partners.Select(partner => partner.Code == Parties.Swe ? partner with { Witness = null } : partner), []);
        Assert.False(RosterReader.TryRead(RosterWriter.Write(three), out _, out ImmutableArray<DocumentError> errors));
        Assert.Equal("quorum-out-of-reach", Assert.Single(errors).Rule);
    }

    [Fact]
    public void All_errors_of_witnesses_are_reported_at_once()
    {
        JsonNode document = JsonNode.Parse(Text)!;
        document["witness_quorum"] = 9;
        document["partners"]![0]!["witness"]!["algorithms"] = new JsonArray("rsa");
        document["partners"]![1]!["witness"]!["name"] = "";
        Assert.False(RosterReader.TryRead(Encoding.UTF8.GetBytes(document.ToJsonString()), out _, out ImmutableArray<DocumentError> errors));
        Assert.Superset(
            new HashSet<string> { "witness_quorum", "partners[0].witness.algorithms[0]", "partners[1].witness.name" },
            errors.Select(error => error.Path).ToHashSet());
    }

    private static (string Path, string Rule)[] Errors(string field, JsonNode? value)
    {
        JsonNode document = JsonNode.Parse(Text)!;
        string[] steps = field.Split('/');
        JsonNode parent = steps[..^1].Aggregate(document, (node, step) => char.IsDigit(step[0]) ? node[int.Parse(step, null)]! : node[step]!);
        if (char.IsDigit(steps[^1][0]))
        {
            parent.AsArray()[int.Parse(steps[^1], null)] = value;
        }
        else
        {
            parent[steps[^1]] = value;
        }

        Assert.False(RosterReader.TryRead(Encoding.UTF8.GetBytes(document.ToJsonString()), out _, out ImmutableArray<DocumentError> errors));
        return [.. errors.Select(error => (error.Path, error.Rule))];
    }
}
