using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.LearntModels;

/// <summary>The table <c>learnt_models</c>.</summary>
internal sealed class LearntModelStateConfiguration : IEntityTypeConfiguration<LearntModelState>
{
    public const string Table = "learnt_models";

    public void Configure(EntityTypeBuilder<LearntModelState> builder)
    {
        builder.ToTable(Table).HasKey(state => state.Model).HasName("pk_learnt_models");
        builder.Property(state => state.Model).HasColumnName("model");
        builder.Property(state => state.ContextWindow).HasColumnName("context_window");
        builder.Property(state => state.ContextWindowLearntAt).HasColumnName("context_window_learnt_at");
        builder.Property(state => state.OutputLimit).HasColumnName("output_limit");
        builder.Property(state => state.OutputLimitLearntAt).HasColumnName("output_limit_learnt_at");

        // Compared as one value, because it is replaced and never changed.
        builder.Property(state => state.Quirks).HasColumnName("quirks").HasColumnType("jsonb").HasConversion(
            quirks => JsonSerializer.Serialize(quirks, JsonSerializerOptions.Default),
            json => JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(json, JsonSerializerOptions.Default)!,
            ValueComparer.CreateDefault<IReadOnlyDictionary<string, DateTimeOffset>>(favorStructuralComparisons: false));
    }
}
