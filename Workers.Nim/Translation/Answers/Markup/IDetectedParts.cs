namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Takes text and what was found in it, in order.</summary>
internal interface IDetectedParts
{
    void Text(ReadOnlySpan<char> text);

    void Thinking(ReadOnlySpan<char> text);

    void WrittenCall(WrittenCall call);
}
