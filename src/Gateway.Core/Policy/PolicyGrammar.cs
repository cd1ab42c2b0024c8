using System.Collections.Immutable;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Gateway.Core.Policy;

/// <summary>
/// The productions of a policy file (docs/policy.md). A block starts in column 1; what belongs to it is indented. No production is
/// recursive, so no text can exhaust the stack.
/// </summary>
internal static class PolicyGrammar
{
    private static readonly TokenListParser<PolicyToken, Name> s_word = Token.EqualTo(PolicyToken.Word).Select(ToName);

    private static readonly TokenListParser<PolicyToken, Name> s_text = Token.EqualTo(PolicyToken.Text).Select(ToText);

    private static readonly TokenListParser<PolicyToken, ImmutableArray<Name>> s_words =
        s_word.AtLeastOnceDelimitedBy(Token.EqualTo(PolicyToken.Comma)).Select(names => names.ToImmutableArray());

    private static readonly TokenListParser<PolicyToken, ImmutableArray<Name>> s_wordsInParentheses =
        s_words.Between(Token.EqualTo(PolicyToken.Open), Token.EqualTo(PolicyToken.Close));

    private static readonly TokenListParser<PolicyToken, Name> s_level =
        (from top in Keyword("TOP")
         from secret in Keyword("SECRET")
         select top with { Text = "TOP SECRET" })
        .Or(s_word);

    private static readonly TokenListParser<PolicyToken, OutcomeSyntax> s_outcome =
        Keyword("withhold").Select(at => new OutcomeSyntax(Outcome.Withhold, at))
        .Or(Keyword("hold").Select(at => new OutcomeSyntax(Outcome.Hold, at)))
        .Or(Keyword("tear").Then(at => Keyword("line").Select(_ => new OutcomeSyntax(Outcome.TearLine, at))))
        .Or(Keyword("release").Select(at => new OutcomeSyntax(Outcome.Release, at)));

    private static readonly TokenListParser<PolicyToken, FieldSyntax> s_field = Keyword("field").IgnoreThen(
        Keyword("class").IgnoreThen(s_words).Select(names => new FieldSyntax("class", names))
        .Or(Keyword("topic").IgnoreThen(s_words).Select(names => new FieldSyntax("topic", names)))
        .Or(Keyword("any").Select(_ => new FieldSyntax("any", []))));

    private static readonly TokenListParser<PolicyToken, RecipientSyntax> s_to = Keyword("to").IgnoreThen(
        Keyword("partner").Or(Keyword("nation")).Or(Keyword("coalition"))
            .Then(kind => s_words.Select(names => new RecipientSyntax(kind.Text, kind, names)))
        .Or(Keyword("all").Then(all => Keyword("partners").Select(_ => new RecipientSyntax("all", all, [])))));

    private static readonly TokenListParser<PolicyToken, ConditionSyntax> s_condition =
        from negation in Keyword("not").OptionalOrDefault()
        from condition in
            Keyword("level").Then(what => Token.EqualTo(PolicyToken.AtMost).Or(Token.EqualTo(PolicyToken.AtLeast))
                .Then(relation => s_level.Select(level => new ConditionSyntax(false, what, relation.Kind, [level]))))
            .Or(Keyword("region").Then(what => Keyword("in").IgnoreThen(
                s_wordsInParentheses.Or(Keyword("partner.regions").Select(_ => ImmutableArray<Name>.Empty)))
                .Select(names => new ConditionSyntax(false, what, PolicyToken.Word, names))))
            .Or(Keyword("topic").Then(what => Keyword("in").IgnoreThen(s_wordsInParentheses)
                .Select(names => new ConditionSyntax(false, what, PolicyToken.Word, names))))
            .Or(Keyword("partner").Then(what => Keyword("in").IgnoreThen(s_word)
                .Select(name => new ConditionSyntax(false, what, PolicyToken.Word, [name]))))
        select condition with { Negated = negation.IsWritten };

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_rule =
        from kind in Keyword("give").Or(Keyword("limit"))
        from id in s_word
        from because in Keyword("because").IgnoreThen(s_text).OptionalOrDefault()
        from fields in s_field
        from to in s_to
        from conditions in Keyword("when").IgnoreThen(s_condition.AtLeastOnce()).OptionalOrDefault([])
        from outcome in Keyword("outcome").IgnoreThen(s_outcome)
        from until in Keyword("until").IgnoreThen(s_word).OptionalOrDefault()
        select (BlockSyntax)new RuleSyntax(
            kind.Text == "give" ? RuleKind.Give : RuleKind.Limit, id, because, fields, to, [.. conditions], outcome, until);

    private static readonly TokenListParser<PolicyToken, MarkingSyntax> s_marking =
        from keyword in Keyword("marking")
        from policy in s_word.OptionalOrDefault()
        from text in s_text
        from releasable in Names("releasable-to")
        from originator in Names("originator-list")
        from community in Keyword("community").IgnoreThen(s_word).OptionalOrDefault()
        from notBefore in Keyword("not-before").IgnoreThen(s_word).OptionalOrDefault()
        select new MarkingSyntax(policy, text, releasable, originator, community, notBefore);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_example =
        from keyword in Keyword("example")
        from title in s_text
        from fieldClass in Keyword("field").IgnoreThen(Keyword("class")).IgnoreThen(s_word)
        from marking in s_marking
        from regions in Names("region")
        from topics in Names("topic")
        from origin in Keyword("from").IgnoreThen(s_word).OptionalOrDefault()
        from granted in Keyword("granted").OptionalOrDefault()
        from to in Keyword("to").IgnoreThen(s_word)
        from at in Keyword("at").IgnoreThen(s_word)
        from expected in Keyword("expect").IgnoreThen(s_outcome)
        from deciders in Names("by")
        select (BlockSyntax)new ExampleSyntax
        {
            Title = title,
            FieldClass = fieldClass,
            Marking = marking,
            Regions = regions,
            Topics = topics,
            From = origin,
            Granted = granted.IsWritten,
            To = to,
            At = at,
            Expected = expected,
            By = deciders,
        };

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_invariant =
        from keyword in Keyword("invariant")
        from title in s_text
        from all in Keyword("for").IgnoreThen(Keyword("all")).IgnoreThen(Keyword("fields"))
        from classes in Keyword("class").IgnoreThen(s_word.Then(first => Token.EqualTo(PolicyToken.Comma)
                .IgnoreThen(s_word.Where(name => name.Text is not ("all" or "partner"))).Try().Many()
                .Select(more => (ImmutableArray<Name>)[first, .. more])))
            .OptionalOrDefault([])
        from comma in Token.EqualTo(PolicyToken.Comma)
        from partners in Keyword("all").IgnoreThen(Keyword("partners")).Select(_ => ImmutableArray<Name>.Empty)
            .Or(Keyword("partner").IgnoreThen(s_words))
        from colon in Token.EqualTo(PolicyToken.Colon)
        from bound in s_outcome
        select (BlockSyntax)new InvariantSyntax(title, classes, partners, bound);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_policy =
        from keyword in Keyword("policy")
        from id in s_word
        from version in Keyword("version").IgnoreThen(s_word)
        from scope in Keyword("for").IgnoreThen(Keyword("partner")).IgnoreThen(s_word).OptionalOrDefault()
        from superseded in Keyword("supersedes").IgnoreThen(s_word.Then(v => s_word.Select(d => (Version: v, Digest: d)))).OptionalOrDefault()
        select (BlockSyntax)new PolicySyntax(id, version, scope, superseded.Version, superseded.Digest);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_schema =
        Keyword("schema").IgnoreThen(s_word.AtLeastOnce()).Select(names => (BlockSyntax)new SchemaSyntax([.. names]));

    private static readonly TokenListParser<PolicyToken, BlockSyntax> s_effective =
        from keyword in Keyword("effective")
        from at in s_word
        from review in Keyword("review-by").IgnoreThen(s_word)
        select (BlockSyntax)new EffectiveSyntax(at, review);

    /// <summary>One whole block.</summary>
    public static TokenListParser<PolicyToken, BlockSyntax> Block { get; } =
        s_rule.Or(s_example).Or(s_invariant).Or(s_policy).Or(s_schema).Or(s_effective).AtEnd();

    private static TokenListParser<PolicyToken, Name> Keyword(string word) => Token.EqualToValue(PolicyToken.Word, word).Select(ToName);

    private static TokenListParser<PolicyToken, ImmutableArray<Name>> Names(string keyword) =>
        Keyword(keyword).IgnoreThen(s_words).OptionalOrDefault([]);

    private static Name ToName(Token<PolicyToken> token) => new(token.ToStringValue(), token.Position.Line, token.Position.Column);

    private static Name ToText(Token<PolicyToken> token)
    {
        string quoted = token.ToStringValue();
        return new Name(quoted[1..^1], token.Position.Line, token.Position.Column);
    }
}
