using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>Makes conversations legal for chat templates that know fewer roles, orders or contents.</summary>
internal static class MessageRoles
{
    /// <summary>What the assistant says between a tool's results and the person: something has to be said.</summary>
    private const string Bridge = "Understood.";

    /// <summary>The instructions as the beginning of the first user message.</summary>
    public static ChatRequest WithoutSystem(ChatRequest request)
    {
        if (request.Messages is not [SystemMessage system, ..]) return request;

        var instructions = new TextPart(system.Content);
        return request with
        {
            Messages = request.Messages is [_, UserMessage user, ..]
                ? [new UserMessage([instructions, .. user.Content]), .. request.Messages.Skip(2)]
                : [new UserMessage([instructions]), .. request.Messages.Skip(1)],
        };
    }

    /// <summary>An assistant message between tools' results and a user message.</summary>
    public static ChatRequest WithAssistantAfterTools(ChatRequest request)
    {
        if (!request.Messages.Zip(request.Messages.Skip(1)).Any(IsUserAfterTool)) return request;

        List<ChatMessage> messages = [request.Messages[0]];
        foreach (var pair in request.Messages.Zip(request.Messages.Skip(1)))
        {
            if (IsUserAfterTool(pair)) messages.Add(new AssistantMessage(Bridge));
            messages.Add(pair.Second);
        }

        return request with { Messages = messages };
    }

    /// <summary>An empty string beside tool calls, where the reference has null.</summary>
    public static ChatRequest WithoutNullContent(ChatRequest request) => request.Messages.Any(HasNullContent)
        ? request with { Messages = [.. request.Messages.Select(WithContent)] }
        : request;

    private static ChatMessage WithContent(ChatMessage message) =>
        message is AssistantMessage { Content: null } assistant ? assistant with { Content = "" } : message;

    private static bool HasNullContent(ChatMessage message) => message is AssistantMessage { Content: null };

    private static bool IsUserAfterTool((ChatMessage First, ChatMessage Second) pair) =>
        pair is { First: ToolMessage, Second: UserMessage };
}
