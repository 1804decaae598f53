using Pipeline.Workers.Telegram.Rendering;

namespace Pipeline.Workers.Telegram.Views.Content;

/// <summary>What a transcript adds to how its run ended.</summary>
/// <param name="Steps">What the agent did, in short and folded; empty where it only spoke.</param>
/// <param name="LastText">What it said last, in markdown; empty where it said nothing.</param>
/// <param name="CutCharacters">How much longer its answer was than may be kept; null where it is whole.</param>
internal sealed record TranscriptEnd(FormattedText Steps, string LastText, int? CutCharacters)
{
    public static readonly TranscriptEnd Empty = new(FormattedText.Empty, "", null);
}
