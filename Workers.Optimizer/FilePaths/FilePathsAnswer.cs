using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.FilePaths;

/// <summary>Says whose contents a shell command has shown, in the form that its request asks for.</summary>
internal sealed class FilePathsAnswer : ILocalAnswer
{
    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.FilePaths];

    public string Write(AnswerLocally command)
    {
        var paths = ShownFiles.Of(command.Text, command.Output);
        string[] lines =
        [
            "<is_displaying_contents>", paths.Count > 0 ? "true" : "false", "</is_displaying_contents>", "",
            "<filepaths>", .. paths, "</filepaths>",
        ];
        return string.Join('\n', lines);
    }
}
