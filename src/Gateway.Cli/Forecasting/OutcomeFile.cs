using System.Collections.Immutable;
using System.Globalization;
using Gateway.Cli.Imports;
using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Cli.Forecasting;

/// <summary>
/// Events that began, out of a file: columns <c>iso3</c> and <c>year</c>; or <c>iso3</c>, <c>earliest</c> and <c>before</c> as dates, before
/// exclusive; or the Early Warning Project's list of mass killings, of which the place and the year of the start are taken.
/// </summary>
internal static class OutcomeFile
{
    private const string Iso3 = "iso3";
    private const string Year = "year";
    private const string Earliest = "earliest";
    private const string Before = "before";
    private const string StartYear = "startyear";
    private const string Location = "mk_location_cow";

    public static ImportReading<OutcomeReading> Read(TextReader reader)
    {
        if (CsvSheet.Read(reader) is not ImportReading<CsvSheet>.Read { Value: var sheet } reading)
        {
            // Nothing below the heading: nothing happened.
            return new ImportReading<OutcomeReading>.Refused([new ImportError(0, "", "not-a-list", "The file is no list of outcomes with a heading and lines.")]);
        }

        ImmutableArray<Onset?> onsets;
        if (sheet.Has([Iso3, Year]))
        {
            onsets = [.. sheet.Rows.Select(row => Country(row) is { } iso3 ? Onset.InYear(iso3, row.Whole(Year, 1900, 2200)) : null)];
        }
        else if (sheet.Has([Iso3, Earliest, Before]))
        {
            onsets = [.. sheet.Rows.Select(Dated)];
        }
        else if (sheet.Has([StartYear, Location]))
        {
            // Of a state that is no longer in force no forecast can be scored.
            onsets = [.. sheet.Rows.Select(row => Countries.TryByGw(row.Whole(Location, 1, 999), out Country? country)
                ? Onset.InYear(country.Iso3, row.Whole(StartYear, 1900, 2200))
                : null)];
        }
        else
        {
            return new ImportReading<OutcomeReading>.Refused(
                [new ImportError(0, "", "unknown-columns", $"The heading has neither {Iso3} and {Year}, nor {Iso3}, {Earliest} and {Before}, nor {StartYear} and {Location}.")]);
        }

        return reading.Value.Errors is [_, ..] errors
            ? new ImportReading<OutcomeReading>.Refused(errors)
            : new ImportReading<OutcomeReading>.Read(new OutcomeReading([.. onsets.OfType<Onset>()], onsets.Count(onset => onset is null)));
    }

    private static string? Country(CsvRow row)
    {
        if (!Countries.TryByIso3(row.Text(Iso3), out Country? country))
        {
            row.Fail(Iso3, "unknown-country", "No country in force has this code.");
        }

        return country?.Iso3;
    }

    private static Onset? Dated(CsvRow row)
    {
        DateTimeOffset from = Day(row, Earliest), before = Day(row, Before);
        if (from >= before)
        {
            row.Fail(Before, "out-of-order", "The earliest day has to lie before the other.");
        }

        return Country(row) is { } iso3 ? new Onset(iso3, from, before) : null;
    }

    private static DateTimeOffset Day(CsvRow row, string heading)
    {
        if (!DateTimeOffset.TryParseExact(
            row.Text(heading), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset day))
        {
            row.Fail(heading, "not-a-date", "A date is 2023-04-15.");
        }

        return day;
    }
}

/// <summary>What a file of outcomes holds.</summary>
/// <param name="Onsets">The events.</param>
/// <param name="LeftOut">Events in states that are no longer in force.</param>
internal sealed record OutcomeReading(ImmutableArray<Onset> Onsets, int LeftOut);
