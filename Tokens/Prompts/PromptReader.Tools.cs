namespace Pipeline.Tokens.Prompts;

/// <summary>The part that reads tools.</summary>
internal ref partial struct PromptReader
{
    private void ReadTools()
    {
        if (!EntersArray()) return;

        for (var tool = 0; NextElement(); tool++)
        {
            if (tool == 0) _text += Overheads.Tools;
            ReadTool();
        }
    }

    private void ReadTool()
    {
        _text += Overheads.Tool;
        if (!IsObject()) return;

        while (NextProperty())
        {
            if (Is("name"u8) || Is("description"u8)) _text += _texts.OfString(ReadString());
            else if (Is("input_schema"u8)) _text += _texts.OfJson(ReadJson());
            else SkipValue();
        }
    }

    // What it says in words is the name of the tool that must be called, if one must.
    private void ReadToolChoice()
    {
        if (!EntersObject()) return;

        while (NextProperty())
        {
            if (Is("name"u8)) _text += _texts.OfString(ReadString());
            else SkipValue();
        }
    }
}
