using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>Documents that several processes change.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261122090000_SharedDocuments")]
internal sealed class SharedDocuments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "shared_documents",
        table => new
        {
            name = table.Column<string>("text", collation: "C"),
            document = table.Column<byte[]>("bytea"),
        },
        constraints: table => table.PrimaryKey("pk_shared_documents", row => row.name));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("shared_documents");
}
