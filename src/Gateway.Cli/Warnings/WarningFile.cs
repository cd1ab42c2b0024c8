using System.Diagnostics.CodeAnalysis;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Warnings;

/// <summary>Warnings as they are submitted: from a file, or as the end of one that stands. The node checks them.</summary>
internal static class WarningFile
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Reads protobuf JSON. A missing file throws, as every command reports it the same way.</summary>
    public static bool TryRead(FileInfo file, [NotNullWhen(true)] out Warning? warning, out string fault)
    {
        (warning, fault) = (null, "");
        if (file.Length > MostBytes)
        {
            fault = $"{file.Name} has more than {MostBytes} bytes";
            return false;
        }

        try
        {
            warning = JsonParser.Default.Parse<Warning>(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is InvalidJsonException or InvalidProtocolBufferException)
        {
            fault = $"{file.Name} is not a warning: {e.Message}";
        }

        return warning is not null;
    }

    /// <summary>
    /// The last edition: every wording of header, subject and danger under the marking that it had, so that whoever was warned is told. The
    /// reason stands in place of the danger, under the same markings: it must be fit for all who were warned.
    /// </summary>
    public static Warning Cancellation(SharedProduct standing, string reason)
    {
        var warning = new Warning();
        foreach (PortionView view in standing.Portions)
        {
            var portion = new Portion { Marking = view.Marking };
            if (view.Type == WarningHeader.Descriptor.FullName)
            {
                WarningHeader header = WarningHeader.Parser.ParseFrom(view.Value);
                (header.Portion, header.Kind, header.AuthoredAtMs, header.AcknowledgeByMs, header.ValidUntilMs, header.RuleId) = (portion, WarningKind.Cancel, 0, 0, 0, "");
                warning.Header.Add(header);
            }
            else if (view.Type == Subject.Descriptor.FullName)
            {
                Subject subject = Subject.Parser.ParseFrom(view.Value);
                subject.Portion = portion;
                warning.Subject.Add(subject);
            }
            else if (view.Type == Danger.Descriptor.FullName)
            {
                warning.Danger.Add(new Danger { Portion = portion, Statement = reason, Urgency = Urgency.Past, Severity = Severity.Unknown, Certainty = Certainty.Unknown });
            }
        }

        return warning;
    }
}
