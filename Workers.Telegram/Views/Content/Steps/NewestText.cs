using System.Text;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>A text that grows, of which at least the newest part is kept.</summary>
/// <param name="keep">Characters that are kept at least.</param>
internal sealed class NewestText(int keep)
{
    // How much more is kept, so that what is cheap once is not done with every piece.
    private const int Slack = 4;

    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    /// <summary>Whether its beginning is gone.</summary>
    public bool IsCut { get; private set; }

    public void Append(string piece)
    {
        _text.Append(piece);
        if (_text.Length > keep + keep / Slack) Cut();
    }

    public override string ToString() => _text.ToString();

    private void Cut()
    {
        var end = _text.Length - keep;
        _text.Remove(0, char.IsLowSurrogate(_text[end]) ? end + 1 : end);
        IsCut = true;
    }
}
