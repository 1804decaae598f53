namespace Pipeline.Workers.Nim.Translation.Answers.Reasoning;

/// <summary>Takes the two things that an upstream's content may hold.</summary>
internal interface IAnswerText
{
    void Text(ReadOnlySpan<char> text);

    void Thinking(ReadOnlySpan<char> text);
}
