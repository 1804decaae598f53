namespace Pipeline.Workers.Telegram.Answers;

/// <summary>A prompt at the root of a tree, and what else its answer depends on.</summary>
/// <param name="ChatId">The chat, with its topic.</param>
/// <param name="Workspace">The real path of the directory that it is about.</param>
/// <param name="Model">The model that is asked for; null for the configured one.</param>
/// <param name="Prompt">The words.</param>
internal sealed record Question(string ChatId, string Workspace, string? Model, string Prompt)
{
    /// <summary>The same with every run of white space made one space: that much may differ where a question is asked again.</summary>
    public Question Normalised => this with { Prompt = string.Join(' ', Prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) };
}
