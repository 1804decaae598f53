namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>State that is no saga.</summary>
public sealed class Account
{
    public required string Name { get; init; }

    public int Balance { get; set; }
}
