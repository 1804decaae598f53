using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Pipeline.Persistence.Tests.State.Hosting;

/// <summary>Adds the tests' own state to the model.</summary>
internal sealed class TestModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public const string Tables = """
        CREATE TABLE accounts (name text PRIMARY KEY, balance integer NOT NULL);
        CREATE TABLE counters (correlation_id uuid PRIMARY KEY, current_state text, count integer NOT NULL);
        """;

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts").HasKey(state => state.Name);
            account.Property(state => state.Name).HasColumnName("name");
            account.Property(state => state.Balance).HasColumnName("balance");
        });
        modelBuilder.Entity<Counter>(counter =>
        {
            counter.ToTable("counters").HasKey(state => state.CorrelationId);
            counter.Property(state => state.CorrelationId).HasColumnName("correlation_id");
            counter.Property(state => state.CurrentState).HasColumnName("current_state");
            counter.Property(state => state.Count).HasColumnName("count");
        });
    }
}
