using System.ComponentModel.DataAnnotations;
using Pipeline.Contracts.Commands;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>Which requests are answered without a model. Section <c>LocalAnswers</c>.</summary>
public sealed class LocalAnswerOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "LocalAnswers";

    /// <summary>Quota and model probes. Default true.</summary>
    public bool Probes { get; set; } = true;

    /// <summary>Titles of sessions, in both forms. Default true.</summary>
    public bool Titles { get; set; } = true;

    /// <summary>Prefixes of shell commands. Default true.</summary>
    public bool CommandPrefixes { get; set; } = true;

    /// <summary>Files that shell commands have shown. Default true.</summary>
    public bool FilePaths { get; set; } = true;

    /// <summary>Suggestions of what to type next. Default true.</summary>
    public bool Suggestions { get; set; } = true;

    /// <summary>Seconds for an optimizer to answer before a model is asked. Default 0.5.</summary>
    [Range(0.001, 3600)]
    public double PatienceSeconds { get; set; } = 0.5;

    /// <summary>Seconds for which a model is asked at once after an optimizer has not answered. Default 5.</summary>
    [Range(0, 3600)]
    public double RestSeconds { get; set; } = 5;

    /// <summary>Whether requests of a kind are answered without a model.</summary>
    public bool Allows(LocalAnswerKind kind) => kind switch
    {
        LocalAnswerKind.QuotaProbe or LocalAnswerKind.ModelProbe => Probes,
        LocalAnswerKind.Title or LocalAnswerKind.Topic => Titles,
        LocalAnswerKind.CommandPrefix => CommandPrefixes,
        LocalAnswerKind.FilePaths => FilePaths,
        LocalAnswerKind.Suggestion => Suggestions,
        _ => false,
    };
}
