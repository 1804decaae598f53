using MassTransit;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Changes the account and tells of it three times, by each of the ways that consumers have.</summary>
internal sealed class DepositConsumer(IPublishEndpoint injected) : IConsumer<Deposit>
{
    public async Task Consume(ConsumeContext<Deposit> context)
    {
        var (name, amount) = context.Message;
        var account = await OpenAsync(context.State(), name, context.CancellationToken);
        account.Balance += amount;

        await injected.Publish(new Deposited(name, account.Balance, 1));
        await context.Publish(new Deposited(name, account.Balance, 2));
        var endpoint = await context.GetSendEndpoint(new Uri("exchange:observer"));
        await endpoint.Send(new Deposited(name, account.Balance, 3));

        if (amount < 0) throw new InvalidOperationException("Refused after everything was done.");
    }

    private static async Task<Account> OpenAsync(IStateTransaction state, string name, CancellationToken cancellationToken)
    {
        if (await state.FindAsync<Account>(name, cancellationToken) is { } account) return account;

        var opened = new Account { Name = name };
        return await state.TryAddAsync(opened, cancellationToken) ? opened : (await state.FindAsync<Account>(name, cancellationToken))!;
    }
}
