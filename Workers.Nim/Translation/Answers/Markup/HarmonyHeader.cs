using System.Text.RegularExpressions;
using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads the header of a message in Harmony, gpt-oss's format (https://github.com/openai/harmony):
/// <c>&lt;|start|&gt;assistant&lt;|channel|&gt;analysis&lt;|message|&gt;</c>, and the whole message where it is a tool call:
/// <c>&lt;|channel|&gt;commentary to=functions.Bash &lt;|constrain|&gt;json&lt;|message|&gt;{…}&lt;|call|&gt;</c>.
/// </summary>
internal sealed partial class HarmonyHeader(ToolCatalogue tools, string mark) : MarkupReader
{
    public const string Start = "<|start|>";
    public const string Channel = "<|channel|>";

    private const string Message = "<|message|>";
    private const int MaxLength = 256;

    /// <summary>Marks that end a message.</summary>
    public static IReadOnlyList<string> Ends { get; } = ["<|end|>", "<|return|>", "<|call|>"];

    private readonly JsonBody _body = new();
    private string? _tool;
    private bool _isRead;
    private int _searched;

    public override Match Read(HeldText held)
    {
        if (!_isRead)
        {
            var match = ReadHeader(held);
            if (match != Match.Yes) return match;
        }

        return _tool is null ? Match.Yes : ReadCall(held, _tool);
    }

    private Match ReadHeader(HeldText held)
    {
        var header = held.Until(Message, ref _searched);
        if (header is null) return held.Rest.Length <= MaxLength && !held.Rest.Contains('\n') ? Match.NotYet : Match.No;

        var parts = Form().Match(mark + header);
        if (!parts.Success) return Match.No;

        _isRead = true;
        if (Recipient(parts) is { } recipient)
        {
            _tool = tools.Find(recipient);
            return _tool is null ? Match.No : Match.Yes;
        }

        Content = new MarkupContent { Voice = parts.Groups["channel"].Value == "analysis" ? Voice.Thinking : Voice.Answer };
        return Match.Yes;
    }

    private Match ReadCall(HeldText held, string tool)
    {
        var match = _body.Read(held);
        if (match != Match.Yes) return match;
        if (!JsonObjects.IsValid(_body.Json)) return Match.No;

        Content = new MarkupContent { Calls = [new WrittenCall(tool, _body.Json)], Closers = Ends, Voice = Voice.Answer };
        return match;
    }

    // The recipient stands behind the role or behind the channel.
    private static string? Recipient(System.Text.RegularExpressions.Match parts) =>
        parts.Groups["to"] is { Success: true, Value: var recipient } && recipient != "assistant" ? recipient : null;

    [GeneratedRegex(
        """
        ^(<\|start\|>assistant\s*(to=(?<to>[^\s<]+)\s*)?)?
        (<\|channel\|>\s*(?<channel>analysis|commentary|final)\s*(to=(?<to>[^\s<]+)\s*)?)?
        ((<\|constrain\|>)?\s*(json|code)\s*)?$
        """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}

/// <summary>Reads a mark that ends a message of Harmony's; what follows is for the person again.</summary>
internal sealed class HarmonyEnd : MarkupReader
{
    public override Match Read(HeldText held)
    {
        Content = new MarkupContent { Voice = Voice.Answer };
        return Match.Yes;
    }
}
