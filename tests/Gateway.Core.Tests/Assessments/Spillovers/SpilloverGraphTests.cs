using Gateway.Core.Assessments.Spillovers;

namespace Gateway.Core.Tests.Assessments.Spillovers;

public class SpilloverGraphTests
{
    // Libya to Mali over Niger, and a circle back.
    private static readonly SpilloverGraph Graph = new(
        [new("LBY", "NER"), new("NER", "MLI"), new("MLI", "LBY"), new("LBY", "TCD"), new("TCD", "NER"), new("LBY", "NER"), new("MLI", "BFA")]);

    [Fact]
    public void Neighbours_of_neighbours_are_found_over_the_shortest_way()
    {
        EndangeredCountry[] found = [.. Graph.EndangeredBy("LBY", 10)];
        Assert.Equal(["NER", "TCD", "MLI", "BFA"], found.Select(country => country.Country));
        Assert.Equal(["LBY", "NER", "MLI", "BFA"], found[^1].Path);
    }

    [Fact]
    public void Steps_are_counted() => Assert.Equal(["NER", "TCD"], Graph.EndangeredBy("LBY", 1).Select(country => country.Country));

    [Fact]
    public void A_country_without_links_endangers_none()
    {
        Assert.Empty(Graph.EndangeredBy("BFA", 10));
        Assert.Empty(Graph.EndangeredBy("SWE", 10));
        Assert.Empty(Graph.EndangeredBy("LBY", 0));
    }
}
