using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Quirks;
using Pipeline.Workers.Nim.Quirks.Limits;
using Pipeline.Workers.Nim.Tests.Requests;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class TokenCalibrationTests
{
    private static readonly TargetModel Model = new(new("nvidia_nim", "z-ai/glm4.7"));

    private static readonly TranslatedRequest Prompt = Of(new TokenEstimate(400_000, Images: 0));

    private readonly TokenCalibration _calibration = new();

    [Fact]
    public void Without_reports_the_estimate_stands() =>
        Assert.Equal(new PromptTokens(100_000, 25_000), _calibration.Measure(Model, Prompt));

    [Fact]
    public void A_report_corrects_the_next_estimates_of_that_model_alone()
    {
        _calibration.Learn(Model, Prompt, reported: 120_000);

        Assert.Equal(120_000, _calibration.Measure(Model, Prompt).Likely);
        Assert.Equal(100_000, _calibration.Measure(new TargetModel(new("nvidia_nim", "other")), Prompt).Likely);
    }

    [Fact]
    public void Estimates_follow_what_people_do_now_and_one_stray_report_moves_them_little()
    {
        for (var report = 0; report < 30; report++) _calibration.Learn(Model, Prompt, reported: 90_000);
        _calibration.Learn(Model, Prompt, reported: 180_000);
        Assert.InRange(_calibration.Measure(Model, Prompt).Likely, 90_000, 100_000);

        for (var report = 0; report < 50; report++) _calibration.Learn(Model, Prompt, reported: 130_000);
        Assert.InRange(_calibration.Measure(Model, Prompt).Likely, 129_000, 131_000);
    }

    [Fact]
    public void Small_prompts_and_impossible_reports_teach_nothing()
    {
        _calibration.Learn(Model, Of(new TokenEstimate(40, Images: 0)), reported: 900);
        _calibration.Learn(Model, Prompt, reported: 0);
        _calibration.Learn(Model, Prompt, reported: -1);

        Assert.Equal(100_000, _calibration.Measure(Model, Prompt).Likely);
    }

    [Fact]
    public void A_wild_report_is_believed_only_so_far()
    {
        _calibration.Learn(Model, Prompt, reported: int.MaxValue);

        Assert.Equal(400_000, _calibration.Measure(Model, Prompt).Likely);
    }

    [Fact]
    public void Images_count_in_the_guess_not_in_what_is_certain_and_not_where_they_are_not_sent()
    {
        var images = Of(new TokenEstimate(40_000, Images: 10));

        Assert.Equal(new PromptTokens(25_000, 2_500), _calibration.Measure(Model, images));
        Assert.Equal(10_000, _calibration.Measure(Model with { Quirks = new HashSet<Quirk> { Quirk.NoImages } }, images).Likely);
    }

    [Fact]
    public void The_certain_number_is_never_above_the_likely_one()
    {
        _calibration.Learn(Model, Prompt, reported: 20_000);

        var (likely, atLeast) = _calibration.Measure(Model, Prompt);
        Assert.InRange(atLeast, 0, likely);
    }

    [Fact]
    public void Models_without_end_take_no_memory_without_end()
    {
        static TargetModel Nth(int model) => new(new("provider", $"{model}"));
        for (var model = 0; model < 5_000; model++) _calibration.Learn(Nth(model), Prompt, reported: 200_000);

        Assert.Equal(200_000, _calibration.Measure(Nth(0), Prompt).Likely);
        Assert.Equal(100_000, _calibration.Measure(Nth(4_999), Prompt).Likely);
    }

    [Fact]
    public async Task Reports_may_come_from_everywhere_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var report = 0; report < 1_000; report++) _calibration.Learn(Model, Prompt, reported: 110_000);
        })));

        Assert.InRange(_calibration.Measure(Model, Prompt).Likely, 109_900, 110_100);
    }

    private static TranslatedRequest Of(TokenEstimate estimate) =>
        Translated.Whole("""{"messages":[{"role":"user","content":"hi"}]}""") with { Estimate = estimate };
}
