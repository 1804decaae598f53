namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads one piece of possible markup, resumed with each new text until it knows.</summary>
internal abstract class MarkupReader
{
    /// <summary>What was read says, once it is known to be markup.</summary>
    public MarkupContent Content { get; protected set; } = MarkupContent.Nothing;

    /// <summary>Reads on from the cursor. With <see cref="Match.Yes"/> the cursor stands behind the markup.</summary>
    public abstract Match Read(HeldText held);

    /// <summary>
    /// Whether what was read is whole as it stands, now that something else than text comes; sets the cursor
    /// behind it.
    /// </summary>
    public virtual bool IsWholeAtBreak(HeldText held) => false;

    /// <summary>The same, now that the answer is at its end.</summary>
    public virtual bool IsWholeAtEnd(HeldText held) => IsWholeAtBreak(held);
}

/// <summary>What a piece of markup says; nothing where it is merely dropped.</summary>
internal sealed record MarkupContent
{
    public static MarkupContent Nothing { get; } = new();

    /// <summary>The calls that were written.</summary>
    public IReadOnlyList<WrittenCall> Calls { get; init; } = [];

    /// <summary>Marks that may follow the calls and belong to them.</summary>
    public IReadOnlyList<string> Closers { get; init; } = [];

    /// <summary>What the text that follows is; null where it goes on as before.</summary>
    public Voice? Voice { get; init; }
}

/// <summary>A tool call that the model wrote as text.</summary>
/// <param name="Name">One of the request's tools.</param>
/// <param name="Arguments">A valid JSON object.</param>
internal sealed record WrittenCall(string Name, string Arguments);

/// <summary>To whom a model speaks.</summary>
internal enum Voice
{
    /// <summary>To the person.</summary>
    Answer,

    /// <summary>To itself.</summary>
    Thinking,
}
