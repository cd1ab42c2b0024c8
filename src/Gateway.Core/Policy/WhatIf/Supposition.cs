using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Contexts as they would be if something were otherwise. What they are made from stays as it is.</summary>
public static class Supposition
{
    /// <summary>
    /// A partner in a coalition, from an instant on. Membership counts at sealing and now, so a partner that joins now gains nothing of what
    /// is stored: <see cref="DateTimeOffset.MinValue"/> asks what it would have got as a member all along. False when the roster has no such
    /// partner or coalition.
    /// </summary>
    public static bool TryJoin(
        DecisionContext context, PartnerCode coalition, PartnerCode partner, DateTimeOffset since, [NotNullWhen(true)] out DecisionContext? joined)
    {
        Roster roster = context.Roster;
        joined = roster.IsCoalition(coalition) && roster.TryFind(partner, out _)
            ? context with
            {
                Roster = new Roster(roster.Terms, roster.Partners, roster.Coalitions.Select(known => known.Code == coalition
                    ? known with { Members = [.. known.Members.Where(period => period.Member != partner || period.Until <= since), new Membership(partner, since, null)] }
                    : known)),
            }
            : null;
        return joined is not null;
    }

    /// <summary>Without the agreements of this id. False when there is none.</summary>
    public static bool TryLapse(DecisionContext context, string agreement, [NotNullWhen(true)] out DecisionContext? lapsed)
    {
        lapsed = context.Agreements.All.Any(known => known.Id == agreement)
            ? context with { Agreements = new Agreements(context.Agreements.All.Where(known => known.Id != agreement)) }
            : null;
        return lapsed is not null;
    }

    /// <summary>
    /// Every portion that bears one mark, read as if it bore another of the same policy. Lists that are stated beside a mark stay, unless the
    /// new mark spells its own. False with the reasons when the new mark cannot be read.
    /// </summary>
    public static bool TryRemark(
        DecisionContext context, Marking old, string text, [NotNullWhen(true)] out DecisionContext? remarked, out ImmutableArray<MarkingError> errors)
    {
        errors = context.Markings.Read(new Marking { Policy = old.Policy, Text = text }) is MarkingReading.Unreadable unreadable ? unreadable.Errors : [];
        remarked = errors.IsEmpty ? context with { Markings = new Remarked(context.Markings, old.Policy, old.Text, text) } : null;
        return remarked is not null;
    }

    private sealed class Remarked(IMarkingBook book, string policy, string old, string text) : IMarkingBook
    {
        public MarkingReading Read(Marking marking)
        {
            if (marking.Policy != policy || marking.Text != old)
            {
                return book.Read(marking);
            }

            MarkingReading kept = book.Read(marking with { Text = text });
            return kept is MarkingReading.Readable ? kept : book.Read(marking with { Text = text, ReleasableTo = [] });
        }

        public Level ReceiveAs(PartnerCode owner, Level level, PartnerCode recipient) => book.ReceiveAs(owner, level, recipient);

        public bool StandsForMembers(string code) => book.StandsForMembers(code);
    }
}
