using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads an answer that is nothing but <c>{"name":"Tool","parameters":{…}}</c>, as Llama writes calls, or several
/// of these with semicolons between them. Anything else in the answer makes it text.
/// </summary>
internal sealed class BareCalls(ToolCatalogue tools) : MarkupReader
{
    /// <summary>With what an answer begins that may be a call.</summary>
    public const char FirstCharacter = '{';

    private readonly List<WrittenCall> _calls = [];
    private JsonBody _body = new();
    private Step _step = Step.Opening;

    private enum Step
    {
        Opening,
        Call,
        BehindCall,
        Done,
    }

    public override Match Read(HeldText held)
    {
        while (_step != Step.Done)
        {
            var match = ReadStep(held);
            if (match != Match.Yes) return match;
        }

        Content = new MarkupContent { Calls = _calls };
        return Match.Yes;
    }

    public override bool IsWholeAtEnd(HeldText held)
    {
        if (_calls.Count == 0 || !held.Rest.IsWhiteSpace()) return false;

        Content = new MarkupContent { Calls = _calls };
        return true;
    }

    private Match ReadStep(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        return _step switch
        {
            Step.Opening => ReadOpening(held),
            Step.Call => ReadCall(held),
            _ => ReadBehindCall(held),
        };
    }

    private Match ReadOpening(HeldText held)
    {
        var match = CallOpening.Judge(held.Rest, tools);
        if (match == Match.Yes) _step = Step.Call;
        return match;
    }

    private Match ReadCall(HeldText held)
    {
        var match = _body.Read(held);
        if (match != Match.Yes) return match;
        if (JsonCalls.Parse(tools, _body.Json) is not [var call]) return Match.No;

        _calls.Add(call);
        _step = Step.BehindCall;
        return Match.Yes;
    }

    private Match ReadBehindCall(HeldText held)
    {
        if (held.Rest[0] == ';')
        {
            held.Position++;
            _body = new JsonBody();
            _step = Step.Opening;
            return Match.Yes;
        }

        var match = held.AnyLiteral(ControlTokens.All, out _);
        if (match == Match.Yes) _step = Step.Done;
        return match;
    }
}

/// <summary>Tells early from the begin of an object whether it may be a call, so that other JSON need not wait for its end.</summary>
internal static class CallOpening
{
    public static Match Judge(ReadOnlySpan<char> text, ToolCatalogue tools)
    {
        var match = Expect(ref text, "{");
        if (match != Match.Yes) return match;

        var name = Expect(ref text, "\"name\"");
        if (name == Match.Yes) return JudgeName(text, tools);

        var type = Expect(ref text, "\"type\"");
        if (type == Match.Yes) return JudgeType(text);
        return name == Match.NotYet || type == Match.NotYet ? Match.NotYet : Match.No;
    }

    private static Match JudgeName(ReadOnlySpan<char> text, ToolCatalogue tools)
    {
        foreach (var literal in (ReadOnlySpan<string>)[":", "\""])
        {
            var match = Expect(ref text, literal);
            if (match != Match.Yes) return match;
        }

        var end = text.IndexOf('"');
        if (end < 0) return tools.CanStart(text) ? Match.NotYet : Match.No;
        return tools.Knows(text[..end].ToString()) ? Match.Yes : Match.No;
    }

    private static Match JudgeType(ReadOnlySpan<char> text)
    {
        var colon = Expect(ref text, ":");
        return colon == Match.Yes ? Expect(ref text, "\"function\"") : colon;
    }

    private static Match Expect(ref ReadOnlySpan<char> text, string literal)
    {
        var rest = text.TrimStart();
        if (!rest.StartsWith(literal, StringComparison.Ordinal))
            return literal.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? Match.NotYet : Match.No;

        text = rest[literal.Length..];
        return Match.Yes;
    }
}
