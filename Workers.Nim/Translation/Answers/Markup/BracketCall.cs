using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads what stands behind Mistral's <c>[TOOL_CALLS]</c>: a list of objects, or since its eleventh tokenizer
/// <c>Name[CALL_ID]id[ARGS]{…}</c> with the parts in brackets at will.
/// </summary>
internal sealed class BracketCall(ToolCatalogue tools) : MarkupReader
{
    public const string Mark = "[TOOL_CALLS]";

    private const int MaxIdLength = 64;
    private const string IdMark = "[CALL_ID]";
    private const string ArgumentsMark = "[ARGS]";

    private readonly JsonBody _body = new();
    private readonly JsonCalls _list = new(tools);
    private Step _step = Step.Begin;
    private string _name = string.Empty;

    private enum Step
    {
        Begin,
        Name,
        IdMark,
        Id,
        ArgumentsMark,
        Body,
        List,
    }

    public override Match Read(HeldText held)
    {
        while (_step is not (Step.Body or Step.List))
        {
            var match = ReadStep(held);
            if (match != Match.Yes) return match;
        }

        return _step == Step.List ? ReadList(held) : ReadBody(held);
    }

    private Match ReadStep(HeldText held) => _step switch
    {
        Step.Begin => ReadBegin(held),
        Step.Name => ReadName(held),
        Step.IdMark => ReadMark(held, IdMark, present: Step.Id, absent: Step.ArgumentsMark),
        Step.Id => ReadId(held),
        _ => ReadMark(held, ArgumentsMark, present: Step.Body, absent: Step.Body),
    };

    private Match ReadBegin(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        _step = held.Rest[0] is '[' or '{' ? Step.List : Step.Name;
        return Match.Yes;
    }

    private Match ReadName(HeldText held)
    {
        var length = held.Rest.IndexOfAny('[', '{');
        if (length < 0) return tools.CanStart(held.Rest) ? Match.NotYet : Match.No;
        if (tools.Find(held.Rest[..length].ToString()) is not { } tool) return Match.No;

        _name = tool;
        held.Position += length;
        _step = Step.IdMark;
        return Match.Yes;
    }

    private Match ReadMark(HeldText held, string mark, Step present, Step absent)
    {
        var match = held.Literal(mark);
        if (match == Match.NotYet) return match;

        _step = match == Match.Yes ? present : absent;
        return Match.Yes;
    }

    private Match ReadId(HeldText held)
    {
        var length = held.Rest.IndexOfAny('[', '{');
        if (length < 0) return held.Rest.Length <= MaxIdLength ? Match.NotYet : Match.No;

        held.Position += length;
        _step = Step.ArgumentsMark;
        return Match.Yes;
    }

    private Match ReadBody(HeldText held)
    {
        var match = _body.Read(held);
        if (match != Match.Yes) return match;
        if (!JsonObjects.IsValid(_body.Json)) return Match.No;

        Content = new MarkupContent { Calls = [new WrittenCall(_name, _body.Json)] };
        return match;
    }

    private Match ReadList(HeldText held)
    {
        var match = _list.Read(held);
        Content = _list.Content;
        return match;
    }
}
