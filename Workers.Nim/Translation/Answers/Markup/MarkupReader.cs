namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads one piece of possible markup, resumed with each new text until it knows.</summary>
internal abstract class MarkupReader
{
    /// <summary>The call that was read; null where the markup says nothing and is dropped.</summary>
    public WrittenCall? Call { get; protected set; }

    /// <summary>Marks that may follow the call and belong to it.</summary>
    public IReadOnlyList<string> Closers { get; protected set; } = [];

    /// <summary>Reads on from the cursor. With <see cref="Match.Yes"/> the cursor stands behind the markup.</summary>
    public abstract Match Read(HeldText held);

    /// <summary>Whether what was read is whole as it stands, now that nothing more comes; sets the cursor behind it.</summary>
    public virtual bool IsWholeAtEnd(HeldText held) => false;
}

/// <summary>A tool call that the model wrote as text.</summary>
/// <param name="Name">One of the request's tools.</param>
/// <param name="Arguments">A valid JSON object.</param>
internal sealed record WrittenCall(string Name, string Arguments);
