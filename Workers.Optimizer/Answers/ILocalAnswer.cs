using Pipeline.Contracts.Commands;

namespace Pipeline.Workers.Optimizer.Answers;

/// <summary>Knows the answer to some kinds of request.</summary>
internal interface ILocalAnswer
{
    /// <summary>The kinds that it answers; each kind has one answer.</summary>
    IReadOnlyList<LocalAnswerKind> Kinds { get; }

    /// <summary>The whole text of the answer, which may be empty.</summary>
    string Write(AnswerLocally command);
}
