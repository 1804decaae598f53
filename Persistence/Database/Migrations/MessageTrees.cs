using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.CliRuns.Database;
using Pipeline.Persistence.Trees.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>Message trees, and the runs of their nodes.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261123100000_MessageTrees")]
internal sealed class MessageTrees : Migration
{
    private const string Timestamp = "timestamp with time zone";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateTrees(migrationBuilder);
        CreateNodes(migrationBuilder);
        CreateRuns(migrationBuilder);
        migrationBuilder.CreateTable(
            QueuedNodeConfiguration.Table,
            table => new { key = table.Column<string>("text"), node_id = table.Column<Guid>("uuid") },
            constraints: table => table.PrimaryKey("pk_queued_nodes", row => row.key));
        migrationBuilder.CreateTable(
            AwaitedNodeConfiguration.Table,
            table => new
            {
                id = table.Column<Guid>("uuid"),
                tree_id = table.Column<Guid>("uuid"),
                replies = table.Column<string>("jsonb"),
                links = table.Column<string>("jsonb"),
                prompt = table.Column<string>("text", nullable: true),
                stop = table.Column<bool>("boolean"),
                branch = table.Column<bool>("boolean"),
                clear = table.Column<bool>("boolean"),
            },
            constraints: table => table.PrimaryKey("pk_awaited_nodes", row => row.id));
        migrationBuilder.CreateTable(
            ChatMessageLinkConfiguration.Table,
            table => new { key = table.Column<string>("text"), tree_id = table.Column<Guid>("uuid"), node_id = table.Column<Guid>("uuid") },
            constraints: table => table.PrimaryKey("pk_chat_message_links", row => row.key));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        string[] tables =
        [
            ChatMessageLinkConfiguration.Table, AwaitedNodeConfiguration.Table, QueuedNodeConfiguration.Table,
            CliRunConfiguration.Table, TreeNodeConfiguration.Table, MessageTreeConfiguration.Table,
        ];
        foreach (var table in tables) migrationBuilder.DropTable(table);
    }

    private static void CreateTrees(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            MessageTreeConfiguration.Table,
            table => new
            {
                correlation_id = table.Column<Guid>("uuid"),
                current_state = table.Column<string>("text"),
                platform = table.Column<string>("text", nullable: true),
                chat_id = table.Column<string>("text", nullable: true),
                workspace = table.Column<string>("text", nullable: true),
                running_node_id = table.Column<Guid>("uuid", nullable: true),
                queued_nodes = table.Column<int>("integer"),
                nodes = table.Column<int>("integer"),
                next_ticket = table.Column<long>("bigint"),
                free_ticket = table.Column<long>("bigint"),
                awaited = table.Column<string>("jsonb"),
                created_at = table.Column<DateTimeOffset>(Timestamp),
                updated_at = table.Column<DateTimeOffset>(Timestamp),
            },
            constraints: table => table.PrimaryKey("pk_message_trees", row => row.correlation_id));
        migrationBuilder.CreateIndex("ix_message_trees_chat", MessageTreeConfiguration.Table, ["platform", "chat_id"]);
        migrationBuilder.CreateIndex("ix_message_trees_updated_at", MessageTreeConfiguration.Table, "updated_at");
    }

    private static void CreateNodes(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TreeNodeConfiguration.Table,
            table => new
            {
                id = table.Column<Guid>("uuid"),
                tree_id = table.Column<Guid>("uuid"),
                parent_id = table.Column<Guid>("uuid", nullable: true),
                last_child_id = table.Column<Guid>("uuid", nullable: true),
                previous_sibling_id = table.Column<Guid>("uuid", nullable: true),
                rooted = table.Column<bool>("boolean"),
                state = table.Column<string>("text"),
                version = table.Column<long>("bigint"),
                prompt = table.Column<string>("text"),
                options = table.Column<string>("jsonb"),
                message = table.Column<string>("jsonb", nullable: true),
                links = table.Column<string>("jsonb"),
                ticket = table.Column<long>("bigint", nullable: true),
                resumes = table.Column<bool>("boolean"),
                ends_as = table.Column<string>("text", nullable: true),
                auto_resumes = table.Column<int>("integer"),
                runs = table.Column<int>("integer"),
                run_id = table.Column<Guid>("uuid", nullable: true),
                session_id = table.Column<string>("text", nullable: true),
                error = table.Column<string>("text", nullable: true),
                usage = table.Column<string>("jsonb", nullable: true),
                cost_usd = table.Column<double>("double precision", nullable: true),
                turns = table.Column<int>("integer", nullable: true),
                submitted_at = table.Column<DateTimeOffset>(Timestamp),
                started_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
                ended_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_tree_nodes", row => row.id));
        migrationBuilder.CreateIndex("ix_tree_nodes_tree_id", TreeNodeConfiguration.Table, "tree_id");
    }

    private static void CreateRuns(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            CliRunConfiguration.Table,
            table => new
            {
                id = table.Column<Guid>("uuid"),
                tree_id = table.Column<Guid>("uuid"),
                node_id = table.Column<Guid>("uuid"),
                owner = table.Column<string>("text", nullable: true),
                expires_at = table.Column<DateTimeOffset>(Timestamp),
                stop_requested = table.Column<bool>("boolean"),
                session_id = table.Column<string>("text", nullable: true),
                claimed_at = table.Column<DateTimeOffset>(Timestamp),
                ended_at = table.Column<DateTimeOffset>(Timestamp, nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_cli_runs", row => row.id));
        migrationBuilder.CreateIndex("ix_cli_runs_tree_id", CliRunConfiguration.Table, "tree_id");
        migrationBuilder.CreateIndex("ix_cli_runs_expires_at", CliRunConfiguration.Table, "expires_at", filter: CliRunConfiguration.UnderWay);
    }
}
