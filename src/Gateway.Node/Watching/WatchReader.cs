using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Watching;
using Gateway.Node.Callers;
using Gateway.Node.Configuration;

namespace Gateway.Node.Watching;

/// <summary>Reads section <c>Gateway:Watching</c> and its rule file, and reports every fault at once.</summary>
internal static class WatchReader
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>The settings; null when nothing is watched for, or with the faults noted.</summary>
    public static WatchSettings? Read(WatchingOptions options, string file, MarkingRegistry registry, Func<string, Level?> clearance, List<string> errors)
    {
        if (file.Length == 0)
        {
            if (options.Clearance.Length > 0 || options.Organisation.Length > 0 || options.Publish.Length > 0)
            {
                errors.Add("Gateway:Watching:Rules must name a file of warning rules; without it nothing is watched for.");
            }

            return null;
        }

        int before = errors.Count;
        RuleSet rules = Rules(file, registry, errors);
        Level? level = clearance(options.Clearance);
        if (level is null)
        {
            errors.Add("Gateway:Watching:Clearance must be a level of this partner in its own words, or one of UNCLASSIFIED to TOP SECRET: the rules see no more.");
        }

        if (options.Publish is not ("" or "draft" or "send"))
        {
            errors.Add("Gateway:Watching:Publish must be draft (every warning waits for a release officer) or send.");
        }

        return errors.Count > before
            ? null
            : new WatchSettings(rules, new LocalCaller(WatchSettings.CallerName, Role.Liaison, level!.Value, options.Organisation), options.Publish == "send");
    }

    private static RuleSet Rules(string file, MarkingRegistry registry, List<string> errors)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length > LargestFile)
            {
                errors.Add($"Gateway:Watching:Rules has more than {LargestFile} bytes.");
                return RuleSet.Empty;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            bool read = RuleFile.TryRead(bytes, registry, out RuleSet? rules, out ImmutableArray<DocumentError> faults);
            errors.AddRange(faults.Select(fault => $"Gateway:Watching:Rules: {fault}"));
            return read ? rules! : RuleSet.Empty;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add($"Gateway:Watching:Rules cannot be read: {failure.GetType().Name}.");
            return RuleSet.Empty;
        }
    }
}
