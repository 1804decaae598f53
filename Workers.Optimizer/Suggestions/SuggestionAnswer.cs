using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.Suggestions;

/// <summary>Suggests nothing: to guess what somebody will type next takes a model, and costs a call after every turn.</summary>
internal sealed class SuggestionAnswer : ILocalAnswer
{
    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.Suggestion];

    public string Write(AnswerLocally command) => "";
}
