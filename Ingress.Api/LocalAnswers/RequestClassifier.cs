using Pipeline.Contracts.Commands;
using Pipeline.Ingress.Messages;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>
/// Tells the few requests that need no model from real work, by their structure before their words, and by the last
/// user message alone. Works on what the check of the request has found, and allocates nothing.
/// </summary>
internal static class RequestClassifier
{
    // The longest beginning that tells anything: the first line of suggestion mode.
    private const int HeadLength = 256;

    // A system text that asks for a title is a few sentences; nothing is looked for in the CLI's own 30 KB.
    private const int MaxSystemLength = 4096;

    private const int TailLength = 256;

    /// <summary>What the request asks for; <see cref="LocalAnswerKind.None"/> where a model has to answer.</summary>
    public static LocalAnswerKind Classify(ReadOnlySpan<byte> body, in RequestShape shape)
    {
        var outline = shape.Outline;
        Span<byte> buffer = stackalloc byte[HeadLength];
        var head = JsonText.Head(outline.LastUser.Text.Of(body), buffer);
        if (outline.Last.Role == TurnRole.User && IsSuggestion(head, outline.LastUser.Text.Of(body))) return LocalAnswerKind.Suggestion;

        if (outline.HasTools || outline.Turns > 2 || !outline.LastUser.IsOneText) return LocalAnswerKind.None;
        if (outline.Turns == 2) return IsPrefilled(body, outline) && IsTopic(body, outline) ? LocalAnswerKind.Topic : LocalAnswerKind.None;
        return shape.IsProbe ? Probe(head, outline.LastUser.Text.Length) : Single(body, outline, head);
    }

    private static LocalAnswerKind Single(ReadOnlySpan<byte> body, in RequestOutline outline, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("<session>"u8)) return TitleSchema.Is(outline.OutputConfig.Of(body)) ? LocalAnswerKind.Title : LocalAnswerKind.None;
        if (head.StartsWith("<policy_spec>"u8)) return LocalAnswerKind.CommandPrefix;
        if (head.StartsWith("Command:"u8) && AsksForFilePaths(body, outline)) return LocalAnswerKind.FilePaths;
        return IsTopic(body, outline) ? LocalAnswerKind.Topic : LocalAnswerKind.None;
    }

    private static LocalAnswerKind Probe(ReadOnlySpan<byte> head, int length) =>
        length >= HeadLength ? LocalAnswerKind.None
        : head.SequenceEqual("quota"u8) ? LocalAnswerKind.QuotaProbe
        : head.SequenceEqual("test"u8) || head.SequenceEqual("."u8) || head.SequenceEqual("Hi"u8) ? LocalAnswerKind.ModelProbe
        : LocalAnswerKind.None;

    // A person may quote the line, and ask something about it: the CLI has nothing on it but the mark, and ends by
    // saying what it wants.
    private static bool IsSuggestion(ReadOnlySpan<byte> head, ReadOnlySpan<byte> text)
    {
        if (!head.StartsWith("[SUGGESTION MODE:"u8)) return false;

        var lineEnd = head.IndexOfAny("\r\n"u8);
        var line = lineEnd < 0 ? head : head[..lineEnd];
        if (line[^1] != ']' || line.IndexOf((byte)']') != line.Length - 1) return false;
        return lineEnd < 0 || text[^Math.Min(text.Length, TailLength)..].IndexOf("ONLY the suggestion"u8) >= 0;
    }

    // The CLI has written the first character of the answer itself.
    private static bool IsPrefilled(ReadOnlySpan<byte> body, in RequestOutline outline) =>
        outline.Last is { Role: TurnRole.Assistant, IsOneText: true } && outline.Last.Text.Of(body).SequenceEqual("{"u8);

    private static bool IsTopic(ReadOnlySpan<byte> body, in RequestOutline outline)
    {
        var system = outline.System.Of(body);
        return system.Length <= MaxSystemLength && system.IndexOf("new conversation topic"u8) >= 0 && system.IndexOf("title"u8) >= 0;
    }

    private static bool AsksForFilePaths(ReadOnlySpan<byte> body, in RequestOutline outline)
    {
        var system = outline.System.Of(body);
        return (system.Length <= MaxSystemLength && system.IndexOf("filepaths"u8) >= 0) || outline.LastUser.Text.Of(body).IndexOf("filepaths"u8) >= 0;
    }
}
