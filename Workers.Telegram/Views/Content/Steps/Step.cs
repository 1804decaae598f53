using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content.Steps;

/// <summary>One thing that an agent did.</summary>
internal abstract class Step
{
    private bool _isClosed;
    private FormattedText? _made;

    /// <summary>Whether it is shown in lines that stand close to those of its neighbours.</summary>
    public virtual bool IsLine => false;

    /// <summary>Whether its beginning is left out, so that what was before it would seem to lead to what is shown.</summary>
    public virtual bool IsCut => false;

    /// <summary>About how many characters it holds.</summary>
    public abstract int Size { get; }

    /// <summary>What is told of it when the task has ended; empty for nothing.</summary>
    public virtual FormattedText Summary => FormattedText.Empty;

    /// <summary>The next step has begun: nothing more is said in this one.</summary>
    public void Close() => _isClosed = true;

    /// <summary>What a person sees of it while the task runs.</summary>
    public FormattedText Show() => _made ?? (_isClosed ? _made = Make() : Make());

    /// <summary>Something of it has changed after all.</summary>
    protected void Change() => _made = null;

    protected abstract FormattedText Make();
}
