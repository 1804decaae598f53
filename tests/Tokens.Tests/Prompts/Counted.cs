using System.Text;
using Pipeline.Tokens.Prompts;

namespace Pipeline.Tokens.Tests.Prompts;

/// <summary>Counts requests and their parts.</summary>
internal static class Counted
{
    private static readonly PromptCounter Counter = new(Cl100kTokenizer.Instance);

    /// <summary>A user message with one block and nothing else, without what any message counts.</summary>
    public static PromptCount Block(string json)
    {
        var count = Request($$"""{"messages":[{"role":"user","content":[{{json}}]}]}""");
        return count with { Text = count.Text - Overheads.Request - Overheads.Message };
    }

    public static PromptCount Request(string json) => Counter.Count(Encoding.UTF8.GetBytes(json));

    public static int TokensOf(string text) => Cl100kTokenizer.Instance.CountTokens(text);
}
