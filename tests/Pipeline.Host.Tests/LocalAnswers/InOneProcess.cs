using Pipeline.Host.Tests.Hosting;

namespace Pipeline.Host.Tests.LocalAnswers;

public sealed class InOneProcess : LocalAnswerTests
{
    private protected override async Task<IPipeline> StartAsync(params (string Name, string Value)[] settings) =>
        await RunningPipeline.StartAsync([Patient, .. settings]);
}
