namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>How a model family writes a call's name and parameters with tags.</summary>
internal sealed record TagDialect
{
    /// <summary>What comes before the name.</summary>
    public required string Mark { get; init; }

    /// <summary>Characters of which one ends the name.</summary>
    public required string NameEnds { get; init; }

    /// <summary>Whether the end of the name is part of its tag.</summary>
    public required bool IsNameInTag { get; init; }

    public required string KeyBegin { get; init; }

    public required string KeyEnd { get; init; }

    /// <summary>What stands between the key and the value, white space aside; may be nothing.</summary>
    public required string ValueBegin { get; init; }

    public required string ValueEnd { get; init; }

    public required string CallEnd { get; init; }

    /// <summary><c>&lt;function=Name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;&lt;/function&gt;</c> (Qwen-Coder and others).</summary>
    public static TagDialect Function { get; } = new()
    {
        Mark = "<function=",
        NameEnds = ">",
        IsNameInTag = true,
        KeyBegin = "<parameter=",
        KeyEnd = ">",
        ValueBegin = string.Empty,
        ValueEnd = "</parameter>",
        CallEnd = "</function>",
    };

    /// <summary><c>Name&lt;arg_key&gt;key&lt;/arg_key&gt;&lt;arg_value&gt;value&lt;/arg_value&gt;&lt;/tool_call&gt;</c> (GLM).</summary>
    public static TagDialect KeyAndValue { get; } = new()
    {
        Mark = string.Empty,
        NameEnds = "\r\n<",
        IsNameInTag = false,
        KeyBegin = "<arg_key>",
        KeyEnd = "</arg_key>",
        ValueBegin = "<arg_value>",
        ValueEnd = "</arg_value>",
        CallEnd = "</tool_call>",
    };
}
