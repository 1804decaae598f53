using System.Text.Json;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// What the assistant said and called between two user turns. Thinking is left out: the models' own
/// templates drop the reasoning of earlier turns.
/// </summary>
internal sealed class AssistantTurn
{
    private const string Unanswered = "(no result: the call was interrupted)";

    private readonly List<Call> _calls = [];
    private string _text = "";

    /// <summary>True where nothing is left to send, e.g. of a message of thinking alone.</summary>
    public bool IsEmpty => Content is null && _calls.Count == 0;

    // White space alone counts as empty content to those upstreams that refuse it.
    private string? Content => string.IsNullOrWhiteSpace(_text) ? null : _text;

    /// <summary>Reads one message; its calls get the names that their tools have on the wire.</summary>
    public static AssistantTurn Read(Field message, WireToolNames names)
    {
        var turn = new AssistantTurn();
        var followsText = false;
        foreach (var block in ContentBlock.In(message.RequiredMember("content")))
        {
            if (block.Type is "tool_use") turn._calls.Add(new Call(ReadCall(block.Field, names)));
            else if (block.Text is { } text) turn.AddText(text, followsText ? "" : ContentPartsConverter.Separator);

            // Anthropic splits one text into several blocks at citations, within a sentence.
            followsText = block.Type is "text";
        }

        return turn;
    }

    /// <summary>Takes in a message that follows with nothing in between.</summary>
    public void Append(AssistantTurn next)
    {
        if (next.Content is { } text) AddText(text, ContentPartsConverter.Separator);
        _calls.AddRange(next._calls);
    }

    /// <summary>Gives a call its result; false where no call of that id waits for one.</summary>
    public bool TryAnswer(string? callId, ToolOutput result)
    {
        var call = _calls.Find(call => call.Request.Id == callId && call.Result is null);
        if (call is null) return false;

        call.Result = result;
        return true;
    }

    /// <summary>The message and the results of its calls, in the order of the calls.</summary>
    public IEnumerable<ChatMessage> ToMessages()
    {
        if (IsEmpty) yield break;

        yield return new AssistantMessage(
            Content,
            _calls.Count == 0 ? null : [.. _calls.Select(call => call.Request)]);
        foreach (var call in _calls) yield return call.Answer;
    }

    private static ToolCall ReadCall(Field block, WireToolNames names) => new(
        block.RequiredText("id"),
        new FunctionCall(names.Of(block.RequiredText("name")), ArgumentsOf(block.Member("input"))));

    // The client's own JSON text: spelling it anew could break the shared prefix. Arguments are an
    // object by definition, so anything else is made one.
    private static string ArgumentsOf(Field? input) => input?.Value switch
    {
        null => "{}",
        { ValueKind: JsonValueKind.Object } arguments => arguments.GetRawText(),
        { } value => $"{{\"input\":{value.GetRawText()}}}",
    };

    private void AddText(string text, string separator) =>
        _text = _text.Length == 0 ? text : string.Concat(_text, separator, text);

    private sealed class Call(ToolCall request)
    {
        public ToolCall Request => request;

        public ToolOutput? Result { get; set; }

        public ToolMessage Answer => new(request.Id, Result?.Text ?? Unanswered) { TextWithoutImages = Result?.TextWithoutImages };
    }
}
