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
    private static readonly TokenListParser<PolicyToken, Name> Word = Token.EqualTo(PolicyToken.Word).Select(ToName);

    private static readonly TokenListParser<PolicyToken, Name> Text = Token.EqualTo(PolicyToken.Text).Select(ToText);

    private static readonly TokenListParser<PolicyToken, ImmutableArray<Name>> Words =
        Word.AtLeastOnceDelimitedBy(Token.EqualTo(PolicyToken.Comma)).Select(names => names.ToImmutableArray());

    private static readonly TokenListParser<PolicyToken, ImmutableArray<Name>> WordsInParentheses =
        Words.Between(Token.EqualTo(PolicyToken.Open), Token.EqualTo(PolicyToken.Close));

    private static readonly TokenListParser<PolicyToken, Name> Level =
        (from top in Keyword("TOP")
         from secret in Keyword("SECRET")
         select top with { Text = "TOP SECRET" })
        .Or(Word);

    private static readonly TokenListParser<PolicyToken, OutcomeSyntax> OutcomeWords =
        Keyword("withhold").Select(at => new OutcomeSyntax(Outcome.Withhold, at))
        .Or(Keyword("hold").Select(at => new OutcomeSyntax(Outcome.Hold, at)))
        .Or(Keyword("tear").Then(at => Keyword("line").Select(_ => new OutcomeSyntax(Outcome.TearLine, at))))
        .Or(Keyword("release").Select(at => new OutcomeSyntax(Outcome.Release, at)));

    private static readonly TokenListParser<PolicyToken, FieldSyntax> Field = Keyword("field").IgnoreThen(
        Keyword("class").IgnoreThen(Words).Select(names => new FieldSyntax("class", names))
        .Or(Keyword("topic").IgnoreThen(Words).Select(names => new FieldSyntax("topic", names)))
        .Or(Keyword("any").Select(_ => new FieldSyntax("any", []))));

    private static readonly TokenListParser<PolicyToken, RecipientSyntax> To = Keyword("to").IgnoreThen(
        Keyword("partner").Or(Keyword("nation")).Or(Keyword("coalition"))
            .Then(kind => Words.Select(names => new RecipientSyntax(kind.Text, kind, names)))
        .Or(Keyword("all").Then(all => Keyword("partners").Select(_ => new RecipientSyntax("all", all, [])))));

    private static readonly TokenListParser<PolicyToken, ConditionSyntax> Condition =
        from negation in Keyword("not").OptionalOrDefault()
        from condition in
            Keyword("level").Then(what => Token.EqualTo(PolicyToken.AtMost).Or(Token.EqualTo(PolicyToken.AtLeast))
                .Then(relation => Level.Select(level => new ConditionSyntax(false, what, relation.Kind, [level]))))
            .Or(Keyword("region").Then(what => Keyword("in").IgnoreThen(
                WordsInParentheses.Or(Keyword("partner.regions").Select(_ => ImmutableArray<Name>.Empty)))
                .Select(names => new ConditionSyntax(false, what, PolicyToken.Word, names))))
            .Or(Keyword("topic").Then(what => Keyword("in").IgnoreThen(WordsInParentheses)
                .Select(names => new ConditionSyntax(false, what, PolicyToken.Word, names))))
            .Or(Keyword("partner").Then(what => Keyword("in").IgnoreThen(Word)
                .Select(name => new ConditionSyntax(false, what, PolicyToken.Word, [name]))))
        select condition with { Negated = negation.IsWritten };

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Rule =
        from kind in Keyword("give").Or(Keyword("limit"))
        from id in Word
        from because in Keyword("because").IgnoreThen(Text).OptionalOrDefault()
        from fields in Field
        from to in To
        from conditions in Keyword("when").IgnoreThen(Condition.AtLeastOnce()).OptionalOrDefault([])
        from outcome in Keyword("outcome").IgnoreThen(OutcomeWords)
        from until in Keyword("until").IgnoreThen(Word).OptionalOrDefault()
        select (BlockSyntax)new RuleSyntax(
            kind.Text == "give" ? RuleKind.Give : RuleKind.Limit, id, because, fields, to, [.. conditions], outcome, until);

    private static readonly TokenListParser<PolicyToken, MarkingSyntax> Marking =
        from keyword in Keyword("marking")
        from policy in Word.OptionalOrDefault()
        from text in Text
        from releasable in Names("releasable-to")
        from originator in Names("originator-list")
        from community in Keyword("community").IgnoreThen(Word).OptionalOrDefault()
        from notBefore in Keyword("not-before").IgnoreThen(Word).OptionalOrDefault()
        select new MarkingSyntax(policy, text, releasable, originator, community, notBefore);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Example =
        from keyword in Keyword("example")
        from title in Text
        from fieldClass in Keyword("field").IgnoreThen(Keyword("class")).IgnoreThen(Word)
        from marking in Marking
        from regions in Names("region")
        from topics in Names("topic")
        from origin in Keyword("from").IgnoreThen(Word).OptionalOrDefault()
        from granted in Keyword("granted").OptionalOrDefault()
        from to in Keyword("to").IgnoreThen(Word)
        from at in Keyword("at").IgnoreThen(Word)
        from expected in Keyword("expect").IgnoreThen(OutcomeWords)
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

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Invariant =
        from keyword in Keyword("invariant")
        from title in Text
        from all in Keyword("for").IgnoreThen(Keyword("all")).IgnoreThen(Keyword("fields"))
        from classes in Keyword("class").IgnoreThen(Word.Then(first => Token.EqualTo(PolicyToken.Comma)
                .IgnoreThen(Word.Where(name => name.Text is not ("all" or "partner"))).Try().Many()
                .Select(more => (ImmutableArray<Name>)[first, .. more])))
            .OptionalOrDefault([])
        from comma in Token.EqualTo(PolicyToken.Comma)
        from partners in Keyword("all").IgnoreThen(Keyword("partners")).Select(_ => ImmutableArray<Name>.Empty)
            .Or(Keyword("partner").IgnoreThen(Words))
        from colon in Token.EqualTo(PolicyToken.Colon)
        from bound in OutcomeWords
        select (BlockSyntax)new InvariantSyntax(title, classes, partners, bound);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Policy =
        from keyword in Keyword("policy")
        from id in Word
        from version in Keyword("version").IgnoreThen(Word)
        from scope in Keyword("for").IgnoreThen(Keyword("partner")).IgnoreThen(Word).OptionalOrDefault()
        from superseded in Keyword("supersedes").IgnoreThen(Word.Then(v => Word.Select(d => (Version: v, Digest: d)))).OptionalOrDefault()
        select (BlockSyntax)new PolicySyntax(id, version, scope, superseded.Version, superseded.Digest);

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Schema =
        Keyword("schema").IgnoreThen(Word.AtLeastOnce()).Select(names => (BlockSyntax)new SchemaSyntax([.. names]));

    private static readonly TokenListParser<PolicyToken, BlockSyntax> Effective =
        from keyword in Keyword("effective")
        from at in Word
        from review in Keyword("review-by").IgnoreThen(Word)
        select (BlockSyntax)new EffectiveSyntax(at, review);

    /// <summary>One whole block.</summary>
    public static TokenListParser<PolicyToken, BlockSyntax> Block { get; } =
        Rule.Or(Example).Or(Invariant).Or(Policy).Or(Schema).Or(Effective).AtEnd();

    private static TokenListParser<PolicyToken, Name> Keyword(string word) => Token.EqualToValue(PolicyToken.Word, word).Select(ToName);

    private static TokenListParser<PolicyToken, ImmutableArray<Name>> Names(string keyword) =>
        Keyword(keyword).IgnoreThen(Words).OptionalOrDefault([]);

    private static Name ToName(Token<PolicyToken> token) => new(token.ToStringValue(), token.Position.Line, token.Position.Column);

    private static Name ToText(Token<PolicyToken> token)
    {
        string quoted = token.ToStringValue();
        return new Name(quoted[1..^1], token.Position.Line, token.Position.Column);
    }
}
