using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

/// <summary>Columns as values of Core. What does not read is damage, never a default.</summary>
internal static class Stored
{
    public static PartnerCode Partner(this Statement row, int column) =>
        PartnerCode.TryParse(row.Text(column), out PartnerCode code) ? code : throw StoreFailure.Unreadable("partner code");

    public static PartnerCode PartnerOrNone(this Statement row, int column) => row.IsNull(column) ? default : row.Partner(column);

    public static ProductId Product(this Statement row, int column) =>
        ProductId.TryFrom(row.Span(column), out ProductId id) ? id : throw StoreFailure.Unreadable("product id");

    public static ProductId? ProductOrNull(this Statement row, int column) => row.IsNull(column) ? null : row.Product(column);

    public static Mode Mode(this Statement row, int column) => row.Long(column) switch
    {
        1 => Core.Sealing.Mode.Actual,
        2 => Core.Sealing.Mode.Exercise,
        3 => Core.Sealing.Mode.Test,
        _ => throw StoreFailure.Unreadable("mode"),
    };

    /// <summary>All rows of a command, made by <paramref name="read"/>; the command is rewound before this returns.</summary>
    public static List<T> All<T>(this Statement rows, Func<Statement, T> read)
    {
        using (rows)
        {
            var list = new List<T>();
            while (rows.Step())
            {
                list.Add(read(rows));
            }

            return list;
        }
    }

    /// <summary>The first row of a command, or null.</summary>
    public static T? First<T>(this Statement rows, Func<Statement, T> read)
        where T : class
    {
        using (rows)
        {
            return rows.Step() ? read(rows) : null;
        }
    }

    /// <summary>The first column of the first row, or null when there is no row or no value.</summary>
    public static long? Number(this Statement rows)
    {
        using (rows)
        {
            return rows.Step() ? rows.LongOrNull(0) : null;
        }
    }

    /// <summary>Whether there is a row.</summary>
    public static bool Any(this Statement rows)
    {
        using (rows)
        {
            return rows.Step();
        }
    }

    /// <summary>Runs a command that returns no rows and rewinds it.</summary>
    public static void Done(this Statement command)
    {
        using (command)
        {
            command.Run();
        }
    }
}
