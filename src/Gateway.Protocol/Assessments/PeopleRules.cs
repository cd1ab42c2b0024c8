using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What groups of people, actors and what they have at hand have to keep.</summary>
internal static class PeopleRules
{
    public static void Check(Population population, FieldCheck check)
    {
        check.Name(population.Name, "name");
        check.Id(population.GroupId, "group_id");
        QuantityRules.Check(population.Size, "size", check);
        for (int i = 0; i < population.Displaced.Count; i++)
        {
            Displacement displaced = population.Displaced[i];
            string field = FormattableString.Invariant($"displaced[{i}]");
            check.Require(displaced.Kind != DisplacementKind.Unspecified, field + ".kind");
            check.Require(displaced.Persons is not null, field + ".persons");
            QuantityRules.Check(displaced.Persons, field + ".persons", check);
            QuantityRules.Check(displaced.Area, field + ".area", check);
            check.Time(displaced.AsOfMs, field + ".as_of_ms");
        }

        check.That(
            Fits(population), "displaced", SubmissionRule.SumExceeds, "More of the group are displaced, at the least, than the group has, at the most.");
    }

    public static void Check(Actor actor, FieldCheck check)
    {
        check.Name(actor.Name, "name");
        check.Id(actor.ActorId, "actor_id");
        check.Country(actor.Iso3, "iso3");
    }

    public static void Check(Capability capability, FieldCheck check)
    {
        check.Require(capability.Kind != CapabilityKind.Unspecified, "kind");
        QuantityRules.Check(capability.Quantity, "quantity", check);
        QuantityRules.Check(capability.Area, "area", check);
    }

    // Counts of different days are not added: a person may stand in two of them. Those who returned are no longer displaced.
    private static bool Fits(Population population)
    {
        if (population.Size is not { HasHigh: true } size)
        {
            return true;
        }

        foreach (var day in population.Displaced.Where(Counts).GroupBy(displaced => displaced.AsOfMs))
        {
            ulong left = size.High;
            foreach (Displacement displaced in day)
            {
                if (displaced.Persons.Low > left)
                {
                    return false;
                }

                left -= displaced.Persons.Low;
            }
        }

        return true;
    }

    private static bool Counts(Displacement displaced) =>
        displaced.Kind != DisplacementKind.Returned && displaced.Persons is { HasLow: true };
}
