using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// Puts messages into the order that chat completions demand: one system message first; after each
/// assistant message a result for each of its calls; then one user message with everything else. Nothing
/// depends on later messages, so a longer conversation begins with the same messages as a shorter one.
/// </summary>
internal sealed class Conversation(WireToolNames names)
{
    private readonly List<string> _instructions = [];
    private readonly List<ChatMessage> _messages = [];
    private AssistantTurn _assistant = new();
    private UserTurn _user = new();

    private bool HasBegun => _messages.Count > 0 || !_assistant.IsEmpty || !_user.IsEmpty;

    /// <summary>Translates the <c>system</c> and <c>messages</c> of a request.</summary>
    public static IReadOnlyList<ChatMessage> Read(Field request, WireToolNames names)
    {
        var conversation = new Conversation(names);
        conversation._instructions.AddRange(SystemText.Read(request.Member("system")));
        var messages = request.RequiredMember("messages");
        foreach (var message in messages.Items()) conversation.Add(message);
        if (!conversation.HasBegun) throw messages.Invalid("at least one message with content is required");

        return conversation.Finish();
    }

    private void Add(Field message)
    {
        switch (message.RequiredText("role"))
        {
            case "user":
                foreach (var block in ContentBlock.In(message.RequiredMember("content"))) _user.Add(block, _assistant, names);
                break;
            case "assistant":
                AddAssistant(AssistantTurn.Read(message, names));
                break;
            case "system":
                AddSystem(Paragraphs.Join(SystemText.Read(message.RequiredMember("content"))));
                break;
            default:
                throw message.RequiredMember("role").Invalid("Input should be 'user', 'assistant' or 'system'");
        }
    }

    /// <summary>
    /// A message with nothing left is skipped, and the user turns around it become one. A placeholder in
    /// its place would be words that the model never said, and many upstreams refuse an empty content.
    /// </summary>
    private void AddAssistant(AssistantTurn turn)
    {
        if (turn.IsEmpty) return;

        if (!_user.IsEmpty) EndTurns();
        _assistant.Append(turn);
    }

    private void AddSystem(string text)
    {
        if (text.Length == 0) return;

        if (HasBegun) _user.Add(SystemText.AsReminder(text));
        else _instructions.Add(text);
    }

    private void EndTurns()
    {
        _messages.AddRange(_assistant.ToMessages());
        if (_user.ToMessage() is { } message) _messages.Add(message);
        _assistant = new AssistantTurn();
        _user = new UserTurn();
    }

    private List<ChatMessage> Finish()
    {
        EndTurns();
        if (_instructions.Count > 0) _messages.Insert(0, new SystemMessage(Paragraphs.Join(_instructions)));
        return _messages;
    }
}
