using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Node.Hosting;

/// <summary>
/// Says where a stored log that does not verify is damaged, as far as the log alone can tell. A root says that something was changed and not
/// what: an entry that still reads as a statement of the log is found by comparing with the other tables and with partners
/// (<c>gatewayctl node check</c>).
/// </summary>
internal static class LogDamage
{
    private const int Batch = 4096;

    public static string Describe(INodeRead store, LogName log, LogFault fault, string origin, PartnerCode author)
    {
        string name = log.ToString().ToLowerInvariant();
        string what = fault switch
        {
            LogFault.None => throw new ArgumentOutOfRangeException(nameof(fault)),
            LogFault.SizeMismatch => "its signed head is of another size than its entries, or absent",
            LogFault.RootMismatch => "its entries do not hash to its signed head",
            LogFault.BadSignature => "its head is not signed by this node's keys",
        };
        return $"The {name} log does not verify ({fault}): {what}. {Where(store, log, origin, author)}";
    }

    private static string Where(INodeRead store, LogName log, string origin, PartnerCode author)
    {
        long next = 0;
        while (store.Entries(log, next, Batch) is { Count: > 0 } rows)
        {
            foreach (LogRow row in rows)
            {
                if (row.Index != next)
                {
                    return FormattableString.Invariant($"Entry {next} is missing.");
                }

                bool sound = Statement.TryDecode(row.Entry, out Statement? statement, out _)
                    && statement.Origin == origin && statement.Author == author && statement.Kind == row.Kind && statement.AtMs == row.AtMs;
                if (!sound)
                {
                    return FormattableString.Invariant($"Entry {next} is damaged: it is not the statement that its row is for.");
                }

                next++;
            }
        }

        return FormattableString.Invariant($"Each of the entries 0 to {next - 1} reads as a statement of this log.");
    }
}
