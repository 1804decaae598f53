using System.Text.Json;
using Pipeline.Contracts.Frames;

namespace Pipeline.Ingress.Recording;

/// <summary>
/// What the request log wants of an answer, taken from the few frames that have it: the others, nearly all,
/// cost a comparison.
/// </summary>
internal sealed class AnswerRecord(TimeProvider time, bool keepsText)
{
    private readonly AnswerText? _text = keepsText ? new AnswerText() : null;

    /// <summary>The tokens as the answer says them.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>When the first content came, by the clock's timestamp.</summary>
    public long? FirstContent { get; private set; }

    /// <summary>The answer's text; null where it is not kept or nothing came.</summary>
    public string? Text => _text?.Read();

    public void Add(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.ContentBlockStart:
                FirstContent ??= time.GetTimestamp();
                break;
            case FrameKind.MessageStart:
                // Its output tokens are a placeholder.
                Usage = Read(frame) with { Output = null };
                break;
            case FrameKind.MessageDelta:
                var end = Read(frame);
                Usage = new TokenUsage(end.Input ?? Usage.Input, end.Cached ?? Usage.Cached, end.Output);
                break;
        }

        _text?.Add(frame);
    }

    private static TokenUsage Read(Frame frame)
    {
        try
        {
            return TokenUsage.Read(frame.Payload.Span);
        }
        catch (JsonException)
        {
            // The client gets it as it is; that the log lacks its tokens must not break the answer.
            return default;
        }
    }
}
