using Microsoft.Extensions.DependencyInjection;
using Pipeline.Workers.Telegram.Commands;
using Pipeline.Workers.Telegram.Tests.Hosting;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Tests.Updates;

public sealed class FailureTests : BotTests
{
    private readonly BrokenCommand _broken = new();

    // The shortest pauses that chance allows.
    private protected override void AddServices(IServiceCollection services) =>
        services.AddSingleton<ICommand>(_broken).AddSingleton<Func<double>>(() => 0.999);

    [Theory]
    [InlineData(BrokenCommand.Fails)]
    [InlineData(BrokenCommand.IsNotSaid)]
    public async Task What_can_never_be_handled_is_given_up_and_the_person_told_once(string name)
    {
        var message = Ann.Writes($"/{name}");

        var said = await BotHost.SaysAsync(Ann, "I could not handle this message; please send it again.");
        Ann.Writes("work");
        await Host.Agents.RunAsync("work");
        await Host.HandledAsync();

        Assert.Equal(message, said.ReplyTo);
        Assert.Equal(FailedTries.Most, _broken.Tries);
        Assert.Single(Ann.Sees, seen => seen.IsFromBot);
        await Host.Log.SaysAsync(BrokenCommand.Fault);
    }

    private sealed class BrokenCommand : ICommand
    {
        public const string Fails = "fails", IsNotSaid = "is_not_said", Fault = "broken for good";

        private int _tries;

        public int Tries => Volatile.Read(ref _tries);

        public IReadOnlyList<string> Names { get; } = [Fails, IsNotSaid];

        public Task RunAsync(CommandCall call, Turn turn, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _tries);
            var fault = Task.FromException(new InvalidOperationException(Fault));
            if (call.Name == Fails) return fault;
            turn.Expect(fault);
            return Task.CompletedTask;
        }
    }
}
