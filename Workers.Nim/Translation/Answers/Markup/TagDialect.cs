namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>How a model family writes a call's name and parameters with tags.</summary>
internal sealed record TagDialect
{
    /// <summary>What comes before the name.</summary>
    public required string Mark { get; init; }

    /// <summary>Characters of which one ends the name.</summary>
    public required string NameEnds { get; init; }

    /// <summary>What closes the tag that the name stands in; nothing where it stands in none.</summary>
    public required string NameClose { get; init; }

    public required string KeyBegin { get; init; }

    public required string KeyEnd { get; init; }

    /// <summary>What stands between the key and the value, white space aside; may be nothing.</summary>
    public required string ValueBegin { get; init; }

    public required string ValueEnd { get; init; }

    public required string CallEnd { get; init; }

    /// <summary>Tags around one or more calls.</summary>
    public IReadOnlyList<string> Wrappers { get; init; } = [];

    /// <summary>Marks that may follow a call and belong to it.</summary>
    public IReadOnlyList<string> Closers { get; init; } = [];

    /// <summary><c>&lt;function=Name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;&lt;/function&gt;</c> (Qwen-Coder and others).</summary>
    public static TagDialect Function { get; } = new()
    {
        Mark = "<function=",
        NameEnds = ">",
        NameClose = ">",
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
        NameClose = string.Empty,
        KeyBegin = "<arg_key>",
        KeyEnd = "</arg_key>",
        ValueBegin = "<arg_value>",
        ValueEnd = "</arg_value>",
        CallEnd = "</tool_call>",
    };

    /// <summary>
    /// <c>&lt;invoke name="Name"&gt;&lt;parameter name="key"&gt;value&lt;/parameter&gt;&lt;/invoke&gt;</c> (MiniMax, and
    /// models that learnt from Claude).
    /// </summary>
    public static TagDialect Invoke { get; } = Invocation(string.Empty, ["<minimax:tool_call>", "<function_calls>"]);

    /// <summary>The same with tags of DeepSeek's own (V3.2), whose parameters also say whether they are strings.</summary>
    public static TagDialect DeepSeekMarkup { get; } = Invocation("｜DSML｜", ["<｜DSML｜function_calls>", "<｜DSML｜tool_calls>"]);

    private static TagDialect Invocation(string prefix, IReadOnlyList<string> wrappers) => new()
    {
        Mark = $"<{prefix}invoke name=\"",
        NameEnds = "\"",
        NameClose = "\">",
        KeyBegin = $"<{prefix}parameter name=\"",
        KeyEnd = ">",
        ValueBegin = string.Empty,
        ValueEnd = $"</{prefix}parameter>",
        CallEnd = $"</{prefix}invoke>",
        Wrappers = wrappers,
        Closers = [.. wrappers.Select(wrapper => wrapper.Insert(1, "/"))],
    };
}
