using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>
/// Answers the older form, which comes with every message: whether it begins a topic, and its title. Too few words
/// for a title go on with what was there.
/// </summary>
internal sealed class TopicAnswer : ILocalAnswer
{
    // The form asks for two or three; a title here has at least three.
    private const int MaxWords = 3;

    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.Topic];

    public string Write(AnswerLocally command)
    {
        var json = SessionTitle.TryOf(command.Text, MaxWords, MaxWords) is { } title
            ? $$"""{"isNewTopic": true, "title": {{TitleAnswer.Quoted(title)}}}"""
            : """{"isNewTopic": false, "title": null}""";
        return json.StartsWith(command.Prefill, StringComparison.Ordinal) ? json[command.Prefill.Length..] : json;
    }
}
