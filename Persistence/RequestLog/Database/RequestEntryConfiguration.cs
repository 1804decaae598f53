using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.RequestLog.Database;

/// <summary>The table <c>request_log</c>.</summary>
internal sealed class RequestEntryConfiguration : IEntityTypeConfiguration<RequestEntry>
{
    public const string Table = "request_log";

    /// <summary>Plain byte order, as .NET's ordinal comparison has it.</summary>
    public const string ByteOrder = "C";

    public void Configure(EntityTypeBuilder<RequestEntry> builder)
    {
        builder.ToTable(Table).HasKey(entry => entry.RequestId).HasName("pk_request_log");
        builder.HasIndex(entry => new { entry.Time, entry.RequestId }, "ix_request_log_time");

        builder.Property(entry => entry.RequestId).HasColumnName("request_id").UseCollation(ByteOrder);
        builder.Property(entry => entry.Time).HasColumnName("time");
        builder.Property(entry => entry.Client).HasColumnName("client");
        builder.Property(entry => entry.Session).HasColumnName("session");
        builder.Property(entry => entry.Node).HasColumnName("node");
        builder.Property(entry => entry.RequestedModel).HasColumnName("requested_model");
        builder.Property(entry => entry.Route).HasColumnName("route");
        builder.Property(entry => entry.Provider).HasColumnName("provider");
        builder.Property(entry => entry.Model).HasColumnName("model");
        builder.Property(entry => entry.Stream).HasColumnName("stream");
        builder.Property(entry => entry.InputTokens).HasColumnName("input_tokens");
        builder.Property(entry => entry.CachedTokens).HasColumnName("cached_tokens");
        builder.Property(entry => entry.OutputTokens).HasColumnName("output_tokens");
        builder.Property(entry => entry.FirstTokenMs).HasColumnName("first_token_ms");
        builder.Property(entry => entry.DurationMs).HasColumnName("duration_ms");
        builder.Property(entry => entry.Outcome).HasColumnName("outcome").HasConversion<string>();
        builder.Property(entry => entry.Status).HasColumnName("status");
        builder.Property(entry => entry.ErrorType).HasColumnName("error_type");
        builder.Property(entry => entry.Attempts).HasColumnName("attempts");
        builder.Property(entry => entry.Prompt).HasColumnName("prompt");
        builder.Property(entry => entry.Answer).HasColumnName("answer");
    }
}
