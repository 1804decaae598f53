using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Trees.Database;

/// <summary>The table <c>message_trees</c>.</summary>
internal sealed class MessageTreeConfiguration : IEntityTypeConfiguration<MessageTree>
{
    public const string Table = "message_trees";

    /// <summary>Of many trees few have something to do.</summary>
    public const string Busy = "running_node_id IS NOT NULL OR queued_nodes > 0";

    public void Configure(EntityTypeBuilder<MessageTree> builder)
    {
        builder.ToTable(Table).HasKey(tree => tree.CorrelationId).HasName("pk_message_trees");
        builder.Property(tree => tree.Awaited).AsJson();
        builder.UseSnakeCase();
        builder.HasIndex(tree => new { tree.Platform, tree.ChatId }, "ix_message_trees_chat");
        builder.HasIndex(tree => new { tree.CreatedAt, tree.CorrelationId }, "ix_message_trees_created_at");
        builder.HasIndex(tree => tree.CorrelationId, "ix_message_trees_busy").HasFilter(Busy);
        builder.HasIndex(tree => tree.UpdatedAt, "ix_message_trees_updated_at");
    }
}
