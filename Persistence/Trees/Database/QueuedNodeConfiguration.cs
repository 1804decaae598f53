using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Trees.Database;

/// <summary>The table <c>queued_nodes</c>.</summary>
internal sealed class QueuedNodeConfiguration : IEntityTypeConfiguration<QueuedNode>
{
    public const string Table = "queued_nodes";

    public void Configure(EntityTypeBuilder<QueuedNode> builder)
    {
        builder.ToTable(Table).HasKey(queued => queued.Key).HasName("pk_queued_nodes");
        builder.UseSnakeCase();
    }
}
