using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.CommandPrefixes;

/// <summary>Says by which prefix a person may allow a shell command and its like.</summary>
internal sealed class CommandPrefixAnswer : ILocalAnswer
{
    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.CommandPrefix];

    public string Write(AnswerLocally command) => CommandPrefix.Of(command.Text);
}
