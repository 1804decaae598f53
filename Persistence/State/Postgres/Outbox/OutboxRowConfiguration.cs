using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.State.Postgres.Outbox;

internal sealed class OutboxRowConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox_batches");
        builder.HasKey(row => row.Id).HasName("pk_outbox_batches");
        builder.Property(row => row.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.Messages).HasColumnName("messages");
        builder.Property(row => row.Resends).HasColumnName("resends").HasDefaultValue(0);
    }
}
