using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Workers.Optimizer.Shell;

namespace Pipeline.Workers.Optimizer.CommandPrefixes;

/// <summary>What is known of command line tools.</summary>
internal static class Tools
{
    private static readonly FrozenDictionary<string, Tool> WithSubcommands = Build(
        Of("git", values: "-C -c --git-dir --work-tree --namespace", bare: "push"),
        Of("npm", values: "--prefix -w --workspace -C", groups: "run run-script exec x", scripts: "run run-script", bare: "test start stop restart t"),
        Of("pnpm", values: "--filter -F --dir -C", groups: "run exec dlx", scripts: "run", bare: "test start build dev lint"),
        Of("yarn", values: "--cwd", groups: "run exec workspace dlx", scripts: "run", bare: "test start build dev lint"),
        Of("bun", values: "--cwd", groups: "run x pm", scripts: "run", bare: "start dev build"),
        Of("deno", groups: "task", scripts: "task"),
        Of("docker", values: "-H --host --context -c --config -l --log-level -f --file -p --project-name --profile --env-file --project-directory",
            groups: "compose container image volume network system builder buildx context manifest swarm service stack node secret config plugin"),
        Of("docker-compose", values: "-f --file -p --project-name --profile --env-file"),
        Of("podman", groups: "compose container image volume network system pod machine"),
        Of("kubectl", values: "-n --namespace --context --kubeconfig --cluster --user -s --server", groups: "config rollout set create auth certificate top"),
        Of("helm", values: "-n --namespace --kube-context", groups: "repo plugin dependency"),
        Of("cargo", values: "--color --config -Z -C --manifest-path", groups: ""),
        Of("rustup", groups: "toolchain target component override"),
        Of("go", values: "-C", groups: "mod work tool"),
        Of("pip", values: "--python --proxy"), Of("pip3", values: "--python --proxy"), Of("pipx"),
        Of("uv", values: "--directory --project --python", groups: "run pip tool python cache"),
        Of("poetry", values: "-C --directory", groups: "run env self config"),
        Of("pdm", groups: "run"), Of("conda", values: "-n --name", groups: "env config"),
        Of("dotnet", groups: "tool nuget sln ef workload user-secrets dev-certs"),
        Of("gh", values: "-R --repo", groups: "pr issue repo run workflow release gist auth secret variable label project cache search ruleset extension alias ssh-key gpg-key codespace"),
        Of("glab", groups: "mr issue repo ci release"),
        Of("aws", values: "--profile --region --output", groups: "s3 s3api ec2 ecr ecs eks iam lambda logs sts ssm rds dynamodb cloudformation sqs sns"),
        Of("gcloud", values: "--project", groups: "auth compute container config run functions storage projects builds"),
        Of("az", groups: "account group vm aks acr webapp storage"),
        Of("terraform", groups: "state workspace"), Of("tofu", groups: "state workspace"), Of("pulumi", groups: "stack config"),
        Of("bundle", groups: "exec"), Of("gem"), Of("rails"), Of("composer"), Of("mix"), Of("swift"), Of("flutter", groups: "pub"), Of("dart", groups: "pub"),
        Of("make", values: "-C -f -j", bare: "all build test clean install run lint check"), Of("just", bare: "build test run lint"), Of("task"),
        Of("gradle"), Of("gradlew"), Of("mvn", values: "-f -pl -P"), Of("mvnw"), Of("sbt"), Of("lerna"), Of("nx", groups: "run"), Of("turbo", groups: "run"),
        Of("apt"), Of("apt-get"), Of("brew", groups: "services"), Of("dnf"), Of("yum"), Of("apk"), Of("snap"),
        Of("systemctl"), Of("service"), Of("journalctl"), Of("nix", groups: "flake store"), Of("hg"), Of("svn"), Of("jj"),
        Of("heroku"), Of("fly"), Of("vercel"), Of("wrangler"), Of("supabase", groups: "db functions"), Of("prisma", groups: "migrate db"), Of("alembic"), Of("claude", groups: "mcp config"));

    // Their words are what they act on.
    private static readonly FrozenSet<string> Plain = Words(
        "cd pwd ls ll dir cat head tail less more bat tac nl wc sort uniq cut paste tr tee rev fold column comm join split diff cmp patch "
        + "grep egrep fgrep rg ag ack find fd locate tree du df stat file touch mkdir rmdir rm cp mv ln chmod chown chgrp install mktemp realpath readlink basename dirname "
        + "echo printf test true false sleep date cal env export unset set alias type which whereis whoami id hostname uname uptime groups tty history jobs fg bg wait kill pkill killall ps top htop pgrep lsof free vmstat "
        + "curl wget ping ssh scp rsync nc netstat ss dig nslookup host ip ifconfig openssl tar zip unzip gzip gunzip zcat bzip2 xz 7z "
        + "sed awk gawk jq yq xmllint xxd od hexdump strings base64 md5sum sha1sum sha256sum shasum cksum iconv "
        + "python python3 node ruby perl php java javac gcc g++ clang clang++ cc ld ar nm objdump gdb lldb strace ltrace valgrind cmake ctest ninja meson bazel rustc tsc ts-node tsx deno-lint "
        + "pytest tox nox mypy ruff black isort flake8 pylint pyright jest vitest mocha playwright cypress eslint prettier stylelint biome rspec rubocop phpunit golangci-lint gofmt rustfmt clang-format shellcheck hadolint "
        + "psql mysql sqlite3 redis-cli mongosh tmux screen vim vi nano emacs code open xdg-open man seq yes bc expr crontab mount umount dd sync sw_vers pbcopy pbpaste xclip chsh source .");

    private static readonly FrozenSet<string> Shells = Words("sh bash zsh dash ksh fish");

    private static readonly FrozenSet<string> Interpreters = Words("python python3 node ruby perl php deno bun");

    /// <summary>Whether the tool's next words belong to its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Tool? tool) => WithSubcommands.TryGetValue(name, out tool);

    /// <summary>Whether it is known that the tool has no subcommands.</summary>
    public static bool IsPlain(string name) => Plain.Contains(name) || Shells.Contains(name);

    /// <summary>Whether its arguments are a program: to allow more of that kind would be to allow anything.</summary>
    public static bool RunsCode(string name, IEnumerable<ShellToken> arguments) => name switch
    {
        "eval" or "source" or "." => true,
        _ when Shells.Contains(name) => arguments.Any(argument => argument.Text is ['-', not '-', ..] option && option.Contains('c', StringComparison.Ordinal)),
        _ when Interpreters.Contains(name) => arguments.Any(argument => argument.Text is "-c" or "-e" or "-E" or "-p" or "-r" or "--eval" or "--print" or "eval"),
        _ => false,
    };

    private static (string Name, Tool Tool) Of(string name, string values = "", string groups = "", string scripts = "", string bare = "") =>
        (name, new Tool { Values = Words(values), Groups = Words(groups), Scripts = Words(scripts), Bare = Words(bare) });

    private static FrozenDictionary<string, Tool> Build(params (string Name, Tool Tool)[] tools) =>
        tools.ToFrozenDictionary(tool => tool.Name, tool => tool.Tool, StringComparer.Ordinal);

    private static FrozenSet<string> Words(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
