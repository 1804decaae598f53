using System.Text.Json;
using Pipeline.Contracts.Providers;
using Pipeline.Persistence.LearntModels;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Learning;

namespace Pipeline.Workers.Nim.Tests.Quirks.Learning;

public class LearntModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly LearntModel Learnt = LearntModel.Nothing
        .With(new QuirksFound([Quirk.NoTopK, Quirk.NoImages]), Now)
        .With(new ContextWindowFound(131_072, 70_000, AtLeast: false), Now)
        .With(new OutputLimitFound(8_192), Now);

    [Fact]
    public void Complaints_teach_quirks_and_limits()
    {
        Assert.Equal([Quirk.NoTopK, Quirk.NoImages], Learnt.Quirks.Keys.Order());
        Assert.Equal((131_072, 8_192), (Learnt.ContextWindow!.Tokens, Learnt.OutputLimit!.Tokens));
        Assert.Equal(4_096, LearntModel.Nothing.With(new ContextOverflow(5_000, 4_096), Now).ContextWindow!.Tokens);
        Assert.Same(LearntModel.Nothing, LearntModel.Nothing.With(new ContextOverflow(null, null), Now));
    }

    [Fact]
    public void A_quirk_is_believed_for_a_week_and_a_limit_for_a_day()
    {
        Assert.Equal(2, Learnt.At(Now.AddDays(7).AddSeconds(-1)).Quirks.Count);
        Assert.Empty(Learnt.At(Now.AddDays(7)).Quirks);
        Assert.NotNull(Learnt.At(Now.AddDays(1).AddSeconds(-1)).ContextWindow);
        Assert.Null(Learnt.At(Now.AddDays(1)).ContextWindow);
        Assert.Null(Learnt.At(Now.AddDays(1)).OutputLimit);
    }

    [Fact]
    public void What_is_seen_again_is_believed_again()
    {
        var again = Learnt.With(new QuirksFound([Quirk.NoTopK]), Now.AddDays(5));

        Assert.Equal([Quirk.NoTopK], again.At(Now.AddDays(8)).Quirks.Keys);
    }

    [Fact]
    public void Of_two_that_learnt_at_once_the_newer_of_each_fact_stays_in_either_order()
    {
        var other = LearntModel.Nothing
            .With(new QuirksFound([Quirk.NoStop, Quirk.NoTopK]), Now.AddDays(-1))
            .With(new ContextWindowFound(65_536, 1, AtLeast: false), Now.AddMinutes(1));

        foreach (var merged in new[] { Learnt.Merge(other), other.Merge(Learnt) })
        {
            Assert.Equal([Quirk.NoTopK, Quirk.NoStop, Quirk.NoImages], merged.Quirks.Keys.Order());
            Assert.Equal(Now, merged.Quirks[Quirk.NoTopK]);
            Assert.Equal((65_536, 8_192), (merged.ContextWindow!.Tokens, merged.OutputLimit!.Tokens));
        }
    }

    [Fact]
    public void What_is_learnt_adds_to_the_profiles_quirks_and_takes_the_place_of_listed_limits()
    {
        var listed = new TargetModel(new("nvidia_nim", "m")) { Quirks = new HashSet<Quirk> { Quirk.NoStop }, ContextWindow = 200_000, OutputLimit = 64_000 };

        var target = Learnt.ApplyTo(listed);

        Assert.Equal([Quirk.NoTopK, Quirk.NoStop, Quirk.NoImages], target.Quirks.Order());
        Assert.Equal((131_072, 8_192), (target.ContextWindow, target.OutputLimit));
        Assert.Equal(listed, LearntModel.Nothing.ApplyTo(listed));
    }

    [Fact]
    public void It_survives_being_written_as_json()
    {
        var copy = JsonSerializer.Deserialize<LearntModel>(JsonSerializer.Serialize(Learnt))!;

        Assert.Equal(Learnt.Quirks.OrderBy(quirk => quirk.Key), copy.Quirks.OrderBy(quirk => quirk.Key));
        Assert.Equal((Learnt.ContextWindow, Learnt.OutputLimit), (copy.ContextWindow, copy.OutputLimit));
    }

    [Fact]
    public void Storing_keeps_quirks_of_other_versions_and_drops_what_is_out_of_date()
    {
        var state = new LearntModelState
        {
            Model = "nvidia_nim/m",
            Quirks = new Dictionary<string, DateTimeOffset>
            {
                ["NoGravity"] = Now.AddDays(-1),
                ["NoFriction"] = Now.AddDays(-8),
                [nameof(Quirk.NoStop)] = Now.AddDays(-8),
                [nameof(Quirk.NoTopP)] = Now.AddDays(-2),
            },
            OutputLimit = 1,
            OutputLimitLearntAt = Now.AddDays(-2),
        };

        state.Take(LearntModel.Nothing.With(new QuirksFound([Quirk.NoTopK]), Now), Now);

        Assert.Equal(["NoGravity", "NoTopK", "NoTopP"], state.Quirks.Keys);
        Assert.Null(state.OutputLimit);
        Assert.Equal([Quirk.NoTopK, Quirk.NoTopP], state.ToLearnt().Quirks.Keys.Order());
    }
}
