using Npgsql;

namespace Pipeline.Persistence.Tests.Database;

/// <summary>What PostgreSQL knows of a schema: a line for each column, index and constraint.</summary>
internal static class Catalogue
{
    private const string Columns = """
        SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
               || COALESCE(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
               || CASE a.attidentity WHEN 'd' THEN ' identity by default' WHEN 'a' THEN ' identity always' ELSE '' END
               || CASE a.attgenerated WHEN 's' THEN ' generated' ELSE '' END
               || COALESCE(' collate ' || NULLIF(l.collname, 'default'), '')
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '__EFMigrationsHistory'
        """;

    private const string Indexes = "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'";

    private const string Constraints = """
        SELECT 'constraint ' || r.conrelid::regclass || ' ' || r.conname || ' ' || pg_get_constraintdef(r.oid)
        FROM pg_constraint r
        JOIN pg_namespace n ON n.oid = r.connamespace AND n.nspname = 'public'
        WHERE r.conrelid <> 0 AND r.conrelid::regclass::text <> '"__EFMigrationsHistory"'
        """;

    private const string Sequences = "SELECT 'sequence ' || sequence_name || ' ' || data_type || ' from ' || start_value || ' by ' || increment FROM information_schema.sequences WHERE sequence_schema = 'public'";

    /// <summary>The lines, in order.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"{Columns} UNION ALL {Indexes} UNION ALL {Constraints} UNION ALL {Sequences} ORDER BY 1", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }
}
