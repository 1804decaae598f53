using Pipeline.TestKit.Grammar;

namespace Pipeline.Host.Tests.Hosting;

/// <summary>A stream that keeps the grammar, folded.</summary>
/// <param name="Message">What the client has in hand.</param>
/// <param name="Failure">The error that ended it, if one did.</param>
internal sealed record StreamedAnswer(FoldedMessage Message, StreamError? Failure)
{
    /// <summary>Type of the error that ended it, if one did.</summary>
    public string? Error => Failure?.Type;

    public string Text => Message.Text;

    public string? StopReason => Message.StopReason;

    /// <exception cref="StreamGrammarException">The stream breaks the grammar.</exception>
    public static StreamedAnswer From(byte[] body)
    {
        var verdict = MessageGrammar.CheckSse(body);
        return new StreamedAnswer(verdict.EnsureValid(), verdict.Error);
    }
}
