using System.Text;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Quirks.Complaints;

namespace Pipeline.Workers.Nim.Tests.Quirks.Complaints;

/// <summary>What is read from providers' messages, in a word or two. Their forms are those that people have reported.</summary>
internal static class Complained
{
    public const string Nothing = "nothing";

    /// <summary>A request with something of everything that upstreams refuse.</summary>
    public static ChatRequest Everything { get; } = Shaped.Chat(Shaped.Everything);

    /// <summary>A request with nothing but text and a limit of its answer.</summary>
    public static ChatRequest Plain { get; } =
        Shaped.Chat("""{"messages":[{"role":"user","content":"hi"}],"max_tokens":64000}""") with { StreamOptions = null };

    public static string Of(int status, string body, ChatRequest? sent = null)
    {
        var read = Describe(ComplaintReader.Read(status, Encoding.UTF8.GetBytes(body), sent ?? Everything));
        Assert.Equal(read, Describe(ComplaintReader.Read(status, body, sent ?? Everything)));
        return read;
    }

    private static string Describe(Complaint? complaint) => complaint switch
    {
        null => Nothing,
        QuirksFound found => string.Join(", ", found.Quirks),
        ContextOverflow overflow => $"overflow {overflow.PromptTokens?.ToString() ?? "?"} > {overflow.Window?.ToString() ?? "?"}",
        ContextWindowFound found => $"window {found.Window}, prompt {found.PromptTokens}{(found.AtLeast ? " or more" : "")}",
        OutputLimitFound found => $"limit {found.Limit}",
        _ => throw new NotSupportedException(complaint.GetType().Name),
    };
}
