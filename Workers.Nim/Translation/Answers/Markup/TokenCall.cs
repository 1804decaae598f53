using Pipeline.Workers.Nim.Translation.Answers.Tools;

namespace Pipeline.Workers.Nim.Translation.Answers.Markup;

/// <summary>Reads a call between special tokens.</summary>
internal sealed class TokenCall(ToolCatalogue tools, TokenDialect dialect, bool isInSection) : MarkupReader
{
    private const string KindHeader = "function";
    private const string Fence = "```json";
    private const int MaxHeaderLength = 256;

    private readonly JsonBody _body = new();
    private Step _step = isInSection ? Step.CallBegin : Step.Header;
    private string _name = string.Empty;
    private int _searched;

    private enum Step
    {
        CallBegin,
        Header,
        NameLine,
        Fence,
        Body,
    }

    public override Match Read(HeldText held)
    {
        while (_step != Step.Body)
        {
            var match = ReadStep(held);
            if (match != Match.Yes) return match;
        }

        var body = _body.Read(held);
        if (body != Match.Yes) return body;
        if (!JsonObjects.IsValid(_body.Json)) return Match.No;

        Content = new MarkupContent { Calls = [new WrittenCall(_name, _body.Json)], Closers = dialect.Closers };
        return Match.Yes;
    }

    private Match ReadStep(HeldText held) => _step switch
    {
        Step.CallBegin => ReadCallBegin(held),
        Step.Header => ReadHeader(held),
        Step.NameLine => ReadNameLine(held),
        _ => ReadFence(held),
    };

    private Match ReadCallBegin(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        var match = held.Literal(dialect.CallBegin);
        if (match == Match.Yes) _step = Step.Header;
        return match;
    }

    private Match ReadHeader(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        var header = held.Until(dialect.Separator, ref _searched)?.TrimEnd();
        if (!MayBecomeName(header ?? UpToSeparator(held.Rest))) return Match.No;
        if (header is null) return Match.NotYet;

        if (header == KindHeader)
        {
            _step = Step.NameLine;
            return Match.Yes;
        }

        return TakeName(WithoutNumber(header), Step.Body);
    }

    private Match ReadNameLine(HeldText held)
    {
        var name = held.Until("\n", ref _searched);
        if (!MayBecomeName(name ?? held.Rest)) return Match.No;

        return name is null ? Match.NotYet : TakeName(name.TrimEnd('\r'), Step.Fence);
    }

    private Match ReadFence(HeldText held)
    {
        if (!held.SkipWhiteSpace()) return Match.NotYet;

        var match = held.Literal(Fence);
        if (match != Match.NotYet) _step = Step.Body;
        return match == Match.No ? Match.Yes : match;
    }

    private Match TakeName(string name, Step next)
    {
        var tool = tools.Find(name);
        _name = tool ?? string.Empty;
        _step = next;
        return tool is null ? Match.No : Match.Yes;
    }

    private ReadOnlySpan<char> UpToSeparator(ReadOnlySpan<char> text)
    {
        var separator = text.IndexOf(dialect.Separator[0]);
        return (separator < 0 ? text : text[..separator]).TrimEnd();
    }

    private static bool MayBecomeName(ReadOnlySpan<char> text) =>
        text.Length <= MaxHeaderLength && !text.Contains('\n') && !text.Contains(' ');

    // Kimi numbers its calls: functions.Bash:0
    private static string WithoutNumber(string header)
    {
        var colon = header.LastIndexOf(':');
        return colon > 0 && header.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? header[..colon] : header;
    }
}
