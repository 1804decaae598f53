using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Contracts.Commands;
using Pipeline.Workers.Optimizer.Answers;

namespace Pipeline.Workers.Optimizer.Titles;

/// <summary>Names a session after the person's first words, in the form of the schema that comes with the request.</summary>
internal sealed class TitleAnswer : ILocalAnswer
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<LocalAnswerKind> Kinds => [LocalAnswerKind.Title];

    public string Write(AnswerLocally command) => $$"""{"title": {{Quoted(SessionTitle.Of(command.Text))}}}""";

    /// <summary>A text as JSON; half a character becomes U+FFFD.</summary>
    internal static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);
}
