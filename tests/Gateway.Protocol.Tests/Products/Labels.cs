using System.Collections;
using System.Collections.Concurrent;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Tests.Products;

/// <summary>Makes submitted and reassembled assessments comparable: labels for ids, lists sorted by label, the first variant only.</summary>
internal static class Labels
{
    // A plan compiles code: one for each type is enough.
    private static readonly ConcurrentDictionary<MessageDescriptor, PortionPlan> Plans = [];

    /// <summary>How messages of the type are cut.</summary>
    public static PortionPlan Plan(IMessage message) => Plans.GetOrAdd(message.Descriptor, static type => new PortionPlan(type));

    /// <summary>All portions, parents first.</summary>
    public static IEnumerable<IMessage> All(IMessage message)
    {
        foreach (PortionField field in Plan(message).Children)
        {
            foreach (IMessage portion in ((IList)field.Field.Accessor.GetValue(message)).Cast<IMessage>().ToArray())
            {
                yield return portion;
                foreach (IMessage nested in All(portion))
                {
                    yield return nested;
                }
            }
        }
    }

    public static Portion Header(IMessage portion) => (Portion)Plan(portion).Header!.Accessor.GetValue(portion);

    /// <summary>What the author's message becomes when all of it is opened.</summary>
    public static RiskAssessment Expected(RiskAssessment submitted)
    {
        RiskAssessment copy = submitted.Clone();
        string country = copy.Subject[0].Iso3;
        foreach (Portion header in All(copy).Select(Header))
        {
            Replace(header.Region, header.Region.Count == 0 ? [country] : [.. header.Region.Distinct().Order(StringComparer.Ordinal)]);
            Replace(header.Topic, [.. header.Topic.Distinct().Order(StringComparer.Ordinal)]);
        }

        FirstVariants(copy);
        return Sorted(copy);
    }

    /// <summary>Labels for random ids, in headers and references; lists by label.</summary>
    public static RiskAssessment Relabelled(RiskAssessment assembled)
    {
        RiskAssessment copy = assembled.Clone();
        Dictionary<string, string> labels = All(copy).Select(Header).Where(header => header.Id.Length > 0).ToDictionary(header => header.Id, Label);
        foreach (IMessage portion in All(copy))
        {
            Portion header = Header(portion);
            header.Id = header.Id.Length == 0 ? "" : labels[header.Id];
            foreach (var field in Plan(portion).References)
            {
                var list = (IList<string>)field.Accessor.GetValue(portion);
                Replace(list, [.. list.Select(id => labels[id])]);
            }
        }

        return Sorted(copy);
    }

    private static string Label(Portion header) =>
        header.Topic.Single(topic => topic.StartsWith(AnyAssessment.LabelTopic, StringComparison.Ordinal))[AnyAssessment.LabelTopic.Length..];

    private static void FirstVariants(IMessage message)
    {
        foreach (PortionField field in Plan(message).Children)
        {
            var list = (IList)field.Field.Accessor.GetValue(message);
            IMessage[] first = [.. list.Cast<IMessage>().DistinctBy(portion => field.Single ? "" : Label(Header(portion)))];
            list.Clear();
            foreach (IMessage portion in first)
            {
                list.Add(portion);
                FirstVariants(portion);
            }
        }
    }

    private static RiskAssessment Sorted(RiskAssessment assessment)
    {
        foreach (IMessage message in All(assessment).Prepend(assessment).ToArray())
        {
            foreach (PortionField field in Plan(message).Children)
            {
                var list = (IList)field.Field.Accessor.GetValue(message);
                IMessage[] sorted = [.. list.Cast<IMessage>().OrderBy(portion => Label(Header(portion)), StringComparer.Ordinal)];
                list.Clear();
                foreach (IMessage portion in sorted)
                {
                    list.Add(portion);
                }
            }
        }

        return assessment;
    }

    private static void Replace(IList<string> list, string[] items)
    {
        list.Clear();
        foreach (string item in items)
        {
            list.Add(item);
        }
    }
}
