using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>
/// Reads a call written with tags. Its end tag may be missing: then it ends behind its last parameter.
/// </summary>
internal sealed class TaggedCall(ToolCatalogue tools, TagDialect dialect) : MarkupReader
{
    private const int MaxKeyLength = 256;

    private readonly List<KeyValuePair<string, string>> _parameters = [];
    private Step _step = Step.Name;
    private string _name = string.Empty;
    private string _key = string.Empty;
    private int _searched;
    private int _end;

    private enum Step
    {
        Name,
        NameClose,
        Between,
        Key,
        ValueBegin,
        Value,
        Done,
    }

    public override Match Read(HeldText held)
    {
        while (_step != Step.Done)
        {
            var match = ReadStep(held);
            if (match != Match.Yes) return match;
        }

        Finish();
        return Match.Yes;
    }

    public override bool IsWholeAtBreak(HeldText held)
    {
        if (_step != Step.Between || _parameters.Count == 0) return false;

        held.Position = _end;
        Finish();
        return true;
    }

    private Match ReadStep(HeldText held) => _step switch
    {
        Step.Name => ReadName(held),
        Step.NameClose => ReadNameClose(held),
        Step.Between => ReadBetween(held),
        Step.Key => ReadKey(held),
        Step.ValueBegin => ReadValueBegin(held),
        _ => ReadValue(held),
    };

    private Match ReadName(HeldText held)
    {
        var length = held.Rest.IndexOfAny(dialect.NameEnds);
        if (length < 0) return tools.CanStart(held.Rest) ? Match.NotYet : Match.No;

        var name = tools.Find(held.Rest[..length].ToString());
        _name = name ?? string.Empty;
        held.Position += length;
        _step = Step.NameClose;
        return name is null ? Match.No : Match.Yes;
    }

    private Match ReadNameClose(HeldText held)
    {
        var match = held.Literal(dialect.NameClose);
        if (match == Match.Yes) _step = Step.Between;
        return match;
    }

    private Match ReadBetween(HeldText held)
    {
        if (_parameters.Count == 0) _end = held.Position;
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        var key = held.Literal(dialect.KeyBegin);
        if (key == Match.Yes) _step = Step.Key;
        if (key != Match.No) return key;

        var end = held.Literal(dialect.CallEnd);
        if (end == Match.NotYet || (end == Match.No && _parameters.Count == 0)) return end;

        if (end == Match.No) held.Position = _end;
        _step = Step.Done;
        return Match.Yes;
    }

    private Match ReadKey(HeldText held)
    {
        var key = held.Until(dialect.KeyEnd, ref _searched);
        if (!MayBecomeKey(key ?? held.Rest)) return Match.No;
        if (key is null) return Match.NotYet;

        // Behind the name may be attributes: command" string="true"
        _key = key.Split('"')[0].Trim();
        _step = Step.ValueBegin;
        return _key.Length > 0 ? Match.Yes : Match.No;
    }

    private static bool MayBecomeKey(ReadOnlySpan<char> text) => text.Length <= MaxKeyLength && !text.Contains('\n');

    private Match ReadValueBegin(HeldText held)
    {
        if (dialect.ValueBegin.Length > 0)
        {
            if (!held.SkipWhiteSpace()) return Match.NotYet;

            var match = held.Literal(dialect.ValueBegin);
            if (match != Match.Yes) return match;
        }

        _step = Step.Value;
        return Match.Yes;
    }

    private Match ReadValue(HeldText held)
    {
        var value = held.Until(dialect.ValueEnd, ref _searched);
        if (value is null) return Match.NotYet;

        _parameters.Add(new(_key, value));
        _end = held.Position;
        _step = Step.Between;
        return Match.Yes;
    }

    private void Finish() => Content = new MarkupContent
    {
        Calls = [new WrittenCall(_name, ParameterValues.ToJson(tools, _name, _parameters))],
        Closers = dialect.Closers,
    };
}
