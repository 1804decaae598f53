using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.Probes;

/// <summary>
/// Clients ask for a single token to learn whether they are let in. Nobody reads the word; what counts is that
/// there is an answer.
/// </summary>
internal sealed class ProbeAnswer : ILocalAnswer
{
    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.QuotaProbe, LocalAnswerKind.ModelProbe];

    public string Write(AnswerLocally command) => "OK";
}
