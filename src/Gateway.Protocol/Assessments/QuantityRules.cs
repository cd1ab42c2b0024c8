using Gateway.Core.Assessments;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What quantities, areas and parts of countries have to keep, wherever they stand.</summary>
internal static class QuantityRules
{
    private const string Ascend = "Low, best and high have to ascend.";

    /// <summary>The unit of people.</summary>
    public const string Persons = "persons";

    public static void Check(PersonRange? range, string field, FieldCheck check)
    {
        if (range is not null)
        {
            ulong low = range.HasLow ? range.Low : ulong.MinValue;
            ulong high = range.HasHigh ? range.High : ulong.MaxValue;
            bool falls = low > high || (range.HasBest && (low > range.Best || range.Best > high));
            check.Order(!falls, field, Ascend);
        }
    }

    public static void Check(QuantityRange? range, string field, FieldCheck check)
    {
        if (range is null)
        {
            return;
        }

        check.That(range.Unit.Length > 0, field + ".unit", SubmissionRule.UnitMissing, "A quantity needs a unit.");
        check.Name(range.Unit, field + ".unit");
        // NaN is refused as not finite and has no order.
        check.Range(!(range.Low < 0 || range.Best < 0 || range.High < 0), field, "not negative");
        check.Order(Ascends(range.HasLow, range.Low, range.HasBest, range.Best, range.HasHigh, range.High), field, Ascend);
    }

    /// <summary>Whether those that are there ascend; NaN has no order.</summary>
    public static bool Ascends(bool hasLow, double low, bool hasBest, double best, bool hasHigh, double high)
    {
        double from = hasLow ? low : double.NegativeInfinity;
        double to = hasHigh ? high : double.PositiveInfinity;
        return !(from > to) && !(hasBest && (from > best || best > to));
    }

    public static void Check(Area? area, string field, FieldCheck check)
    {
        if (area is null)
        {
            return;
        }

        check.Country(area.Iso3, field + ".iso3");
        check.Name(area.Name, field + ".name");
        PlaceCode(area.AdmPcode, field + ".adm_pcode", check);
        if (area.Subdivision.Length == 0)
        {
            return;
        }

        bool shaped = IsoCodes.IsSubdivision(area.Subdivision);
        check.That(shaped, field + ".subdivision", SubmissionRule.CodeMalformed, "Not an ISO 3166-2 code of a country: \"ML-5\".");
        bool agrees = !shaped || !IsoCodes.TryAlpha2(area.Iso3, out string? alpha2) || area.Subdivision.StartsWith(alpha2, StringComparison.Ordinal);
        check.That(agrees, field + ".subdivision", SubmissionRule.CountryMismatch, "The subdivision lies in another country than iso3 says.");
    }

    public static void PlaceCode(string code, string field, FieldCheck check) => check.That(
        code.Length == 0 || IsoCodes.IsPlaceCode(code), field, SubmissionRule.CodeMalformed, "Not an OCHA place code: \"ML05\".");
}
