using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.StateTransactions;

internal sealed class InboxMessageConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> builder)
    {
        builder.ToTable("inbox_messages");
        builder.HasKey(message => new { message.MessageId, message.Endpoint }).HasName("pk_inbox_messages");
        builder.Property(message => message.MessageId).HasColumnName("message_id");
        builder.Property(message => message.Endpoint).HasColumnName("endpoint");
        builder.Property(message => message.ConsumedAt).HasColumnName("consumed_at");
        builder.HasIndex(message => message.ConsumedAt, "ix_inbox_messages_consumed_at");
    }
}
