using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.State.Postgres;

internal sealed class InboxRowConfiguration : IEntityTypeConfiguration<InboxRow>
{
    public void Configure(EntityTypeBuilder<InboxRow> builder)
    {
        builder.ToTable("inbox_messages");
        builder.HasKey(row => new { row.MessageId, row.Consumer }).HasName("pk_inbox_messages");
        builder.Property(row => row.MessageId).HasColumnName("message_id");
        builder.Property(row => row.Consumer).HasColumnName("consumer");
        builder.Property(row => row.ConsumedAt).HasColumnName("consumed_at");
        builder.HasIndex(row => row.ConsumedAt, "ix_inbox_messages_consumed_at");
    }
}
