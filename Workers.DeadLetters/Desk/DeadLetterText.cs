using System.Globalization;
using System.Text;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Transport.Secrets;
using Pipeline.Workers.DeadLetters.ModelRequests;

namespace Pipeline.Workers.DeadLetters.Desk;

/// <summary>Writes a dead letter for people: what it is, why it failed, what it asks, and its answer.</summary>
internal sealed class DeadLetterText(ConfiguredSecrets secrets)
{
    public string Write(StoredDeadLetter stored)
    {
        var (letter, message, answer) = stored;
        var text = new StringBuilder();
        WriteFacts(text, letter, message);

        var request = ModelRequestEnvelope.TryRead(message.Body);
        text.AppendLine().AppendLine(request is null ? "Message" : "Request");
        text.AppendLine(Indent(request is null ? MessageText.Of(message.Body) : RequestText.Of(request)));

        if (answer is not null)
        {
            text.AppendLine().AppendLine($"Answer of {answer.Model}, {Time(answer.AnsweredAt)}");
            text.AppendLine(Indent(AnswerText.Of(answer.Message)));
        }

        // Line by line: no secret has a line break, and the search takes no longer than it may.
        return string.Join('\n', text.ToString().Split('\n').Select(secrets.Hide));
    }

    private static void WriteFacts(StringBuilder text, DeadLetter letter, DeadMessage message)
    {
        text.AppendLine($"Dead letter {letter.Id}, {State(letter)}").AppendLine();
        text.AppendLine($"  Queue     {letter.Queue}");
        text.AppendLine($"  Message   {letter.MessageType ?? "of unknown type"}, {message.Body.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        if (letter.Model is { } model) text.AppendLine($"  Model     {model}");
        text.AppendLine($"  Failed    {Failed(letter)}");
        text.AppendLine($"  Attempts  {letter.Attempts}{(letter.Count == 1 ? "" : " the last time")}");
        if (letter.Worker is { } worker) text.AppendLine($"  Worker    {worker}");
        text.AppendLine($"  Fault     {letter.Error.Type}: {letter.Error.Message.ReplaceLineEndings("\n            ")}");
        foreach (var (name, value) in message.Headers) text.AppendLine($"  Header    {name}: {value}");
    }

    private static string State(DeadLetter letter) => letter switch
    {
        { State: DeadLetterState.Answered } => "answered",
        { State: DeadLetterState.Replayed, ReplayedAt: { } at } => $"replayed {Time(at)}",
        _ => "waiting",
    };

    private static string Failed(DeadLetter letter) => letter.Count == 1
        ? Time(letter.LastFailedAt)
        : $"{letter.Count} times, first {Time(letter.FirstFailedAt)}, last {Time(letter.LastFailedAt)}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Indent(string text) => string.Join('\n', text.TrimEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? "" : $"  {line}"));
}
