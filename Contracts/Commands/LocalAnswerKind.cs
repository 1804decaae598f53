namespace Pipeline.Contracts.Commands;

/// <summary>What a client asks for that needs no model.</summary>
public enum LocalAnswerKind
{
    /// <summary>A model has to answer.</summary>
    None = 0,

    /// <summary>Whether there is quota left: one token for the word <c>quota</c>.</summary>
    QuotaProbe = 1,

    /// <summary>Whether key and model are accepted: one token for <c>test</c>, <c>.</c> or <c>Hi</c>.</summary>
    ModelProbe = 2,

    /// <summary>A session's title, as JSON <c>{"title": …}</c>.</summary>
    Title = 3,

    /// <summary>The older form: JSON <c>{"isNewTopic": …, "title": …}</c>.</summary>
    Topic = 4,

    /// <summary>The prefix of a shell command by which a person may allow it and its like.</summary>
    CommandPrefix = 5,

    /// <summary>The files whose contents a shell command has shown.</summary>
    FilePaths = 6,

    /// <summary>What the person might type next.</summary>
    Suggestion = 7,
}
