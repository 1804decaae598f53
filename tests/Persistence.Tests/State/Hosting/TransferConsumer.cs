using MassTransit;
using Pipeline.Persistence.State;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Locks two accounts; the first two to have one wait for each other, so that their second locks cross.</summary>
internal sealed class TransferConsumer(Crossing crossing) : IConsumer<Transfer>
{
    public async Task Consume(ConsumeContext<Transfer> context)
    {
        var state = context.State();
        var from = (await state.FindAsync<Account>(context.Message.From, context.CancellationToken))!;
        await crossing.MeetAsync().Soon();
        var to = (await state.FindAsync<Account>(context.Message.To, context.CancellationToken))!;
        from.Balance--;
        to.Balance++;
    }
}

/// <summary>Where two transactions meet once.</summary>
internal sealed class Crossing
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    public Task MeetAsync()
    {
        if (Interlocked.Increment(ref _here) == 2) _met.TrySetResult();
        return _met.Task;
    }
}
