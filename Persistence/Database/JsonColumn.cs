using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.State;

namespace Pipeline.Persistence.Database;

/// <summary>Columns that hold a value as JSON.</summary>
internal static class JsonColumn
{
    /// <summary>Stores a property as <c>jsonb</c>. It is compared as one value, so it must be replaced and never changed.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, StateJson.Options),
        json => JsonSerializer.Deserialize<T>(json, StateJson.Options)!,
        ValueComparer.CreateDefault<T>(favorStructuralComparisons: false));

    /// <summary>Gives every mapped property its name in snake case.</summary>
    public static void UseSnakeCase<T>(this EntityTypeBuilder<T> builder)
        where T : class
    {
        foreach (var property in builder.Metadata.GetProperties())
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
