using System.Collections.Immutable;
using Pipeline.Contracts.Providers;
using Pipeline.Persistence.LearntModels;

namespace Pipeline.Workers.Nim.Quirks.Learning;

/// <summary>Between what is learnt and how it is stored.</summary>
internal static class LearntModelStates
{
    /// <summary>What is stored of a model, as far as this version knows it.</summary>
    public static LearntModel ToLearnt(this LearntModelState state) => new()
    {
        Quirks = state.Quirks
            .Where(quirk => Enum.TryParse<Quirk>(quirk.Key, out _))
            .ToImmutableDictionary(quirk => Enum.Parse<Quirk>(quirk.Key), quirk => quirk.Value),
        ContextWindow = Limit(state.ContextWindow, state.ContextWindowLearntAt),
        OutputLimit = Limit(state.OutputLimit, state.OutputLimitLearntAt),
    };

    /// <summary>Merges newly learnt facts into what is stored, and drops what nobody believes any more.</summary>
    public static void Take(this LearntModelState state, LearntModel learnt, DateTimeOffset now)
    {
        var merged = state.ToLearnt().Merge(learnt).At(now);
        var ofOtherVersions = state.Quirks.Where(quirk =>
            !Enum.TryParse<Quirk>(quirk.Key, out _) && quirk.Value + LearntModel.QuirkLife > now);
        state.Quirks = merged.Quirks
            .Select(quirk => KeyValuePair.Create(quirk.Key.ToString(), quirk.Value))
            .Concat(ofOtherVersions)
            .OrderBy(quirk => quirk.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        (state.ContextWindow, state.ContextWindowLearntAt) = (merged.ContextWindow?.Tokens, merged.ContextWindow?.LearntAt);
        (state.OutputLimit, state.OutputLimitLearntAt) = (merged.OutputLimit?.Tokens, merged.OutputLimit?.LearntAt);
    }

    private static LearntLimit? Limit(int? tokens, DateTimeOffset? learntAt) =>
        tokens is { } number && learntAt is { } time ? new LearntLimit(number, time) : null;
}
