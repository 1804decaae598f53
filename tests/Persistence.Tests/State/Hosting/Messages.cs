namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Pays into an account; a negative amount makes the consumer fail once it has changed everything.</summary>
public sealed record Deposit(string Account, int Amount);

/// <summary>An account has been paid into.</summary>
public sealed record Deposited(string Account, int Balance, int Number);

/// <summary>Moves money; the accounts are locked in this order.</summary>
public sealed record Transfer(string From, string To);

/// <summary>Counts one, in a saga.</summary>
public sealed record Increment(Guid Counter);

/// <summary>Ends a counter.</summary>
public sealed record Finish(Guid Counter);

/// <summary>A counter has counted.</summary>
public sealed record Counted(Guid Counter, int Count);
