#!/usr/bin/env bash
# Builds everything and runs all tests. The last line says how many passed, failed and were skipped.
#   --full       also the tests that take minutes (Category=Full)
#   --filter X   only tests that match, as in `dotnet test --filter X`
set -euo pipefail

CLAUDE_VERSION=2.1.330
TIKTOKEN_VERSION=1.0.22

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
claude_dir=$root/.tools/claude
claude=$claude_dir/node_modules/.bin/claude
tiktoken_dir=$root/.tools/tiktoken
results=$root/TestResults
passed=0 failed=0 skipped=0

main() {
  trap finish EXIT
  parse_arguments "$@"
  require dotnet "Install the .NET 10 SDK: https://dotnet.microsoft.com/download"
  require node "Install Node.js 20 or later: https://nodejs.org"
  require npm "It comes with Node.js: https://nodejs.org"
  cd "$root"

  # Build servers would outlive this script; `build` has its own compiler.
  export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

  [[ -n ${PIPELINE_TEST_CLAUDE:-} ]] || install_claude
  [[ -n ${PIPELINE_TEST_TIKTOKEN:-} ]] || install_tiktoken
  [[ -n ${PIPELINE_TEST_RABBITMQ:-} ]] || install_package rabbitmq-server '/usr/lib/rabbitmq/bin/rabbitmq-server' ', or name a running server with PIPELINE_TEST_RABBITMQ'
  [[ -n ${PIPELINE_TEST_POSTGRES:-} ]] || install_package postgresql '/usr/lib/postgresql/*/bin/postgres' ', or name a running server with PIPELINE_TEST_POSTGRES'
  command -v tmux >/dev/null || install_package tmux '/usr/bin/tmux' ''
  build
  run_tests
}

# One compiler that stays warm from project to project takes half the time of one for each. It would wait for more work.
build() {
  local compiler=pipeline-tests-$$ outcome=0
  UseSharedCompilation=true SharedCompilationId=$compiler dotnet build Pipeline.sln --configuration Release || outcome=$?
  pkill -f -- "-pipename:$compiler" || true
  return "$outcome"
}

parse_arguments() {
  filter=
  full=
  while (($#)); do
    case $1 in
      --full) full=1 ;;
      --filter)
        filter=${2:?--filter needs an expression}
        shift
        ;;
      *)
        echo "Unknown argument: $1. Usage: test.sh [--full] [--filter EXPRESSION]" >&2
        exit 2
        ;;
    esac
    shift
  done
}

require() {
  command -v "$1" >/dev/null || { echo "'$1' was not found. $2" >&2; exit 1; }
}

# The tests start servers of their own, from the programs of Debian's packages; no service is started here.
# The CLI is seen in a terminal of tmux.
# Without them the tests that need them fail and say so.
install_package() {
  local package=$1 program=$2 instead=$3
  if compgen -G "$program" >/dev/null; then return; fi

  local as_root=()
  if ((EUID != 0)); then as_root=(sudo -n); fi
  if ! command -v apt-get >/dev/null || { ((EUID != 0)) && ! sudo -n true 2>/dev/null; }; then
    echo "$package is missing and cannot be installed here. Install it$instead; tests that need it will fail." >&2
    return
  fi

  echo "Installing $package"
  # Debian asks this program whether a freshly installed service may start.
  local policy=/usr/sbin/policy-rc.d
  local ours=
  if [[ ! -e $policy ]]; then
    ours=1
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
  fi
  "${as_root[@]}" apt-get update -q || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$package" ||
    echo "$package could not be installed. Install it$instead; tests that need it will fail." >&2
  if [[ -n $ours ]]; then "${as_root[@]}" rm -f "$policy"; fi
}

# Without the CLI the tests that need it fail and say so; the others are still worth running.
install_claude() {
  if [[ $(claude_version) == "$CLAUDE_VERSION" ]]; then return; fi
  echo "Installing Claude Code $CLAUDE_VERSION into .tools/claude"
  mkdir -p "$claude_dir"
  npm install --prefix "$claude_dir" --no-audit --no-fund --no-save "@anthropic-ai/claude-code@$CLAUDE_VERSION" || true

  # npm may be told not to run install scripts; the CLI's puts the platform's binary in its place.
  local package=$claude_dir/node_modules/@anthropic-ai/claude-code
  if [[ $(claude_version) != "$CLAUDE_VERSION" && -f $package/install.cjs ]]; then
    (cd "$package" && node install.cjs) || true
  fi
  if [[ $(claude_version) != "$CLAUDE_VERSION" ]]; then
    echo "Claude Code $CLAUDE_VERSION could not be installed; tests that run it will fail." >&2
  fi
}

claude_version() {
  [[ -x $claude ]] || return 0
  { "$claude" --version 2>/dev/null || true; } | cut -d' ' -f1
}

# What tokens are compared with; without it those tests fail and say so.
install_tiktoken() {
  if grep -qF "\"version\": \"$TIKTOKEN_VERSION\"" "$tiktoken_dir/node_modules/tiktoken/package.json" 2>/dev/null; then return; fi
  echo "Installing tiktoken $TIKTOKEN_VERSION into .tools/tiktoken"
  mkdir -p "$tiktoken_dir"
  npm install --prefix "$tiktoken_dir" --no-audit --no-fund --no-save "tiktoken@$TIKTOKEN_VERSION" ||
    echo "tiktoken $TIKTOKEN_VERSION could not be installed; tests that compare with it will fail." >&2
}

run_tests() {
  rm -rf "$results"
  local expression=$filter
  if [[ -n $full ]]; then
    export PIPELINE_TEST_FULL=1
  else
    expression=${filter:+($filter)&}Category!=Full
  fi

  # One assembly after the other: each measures and loads the machine as if it were alone.
  local outcome=0
  dotnet test Pipeline.sln --configuration Release --no-build -m:1 \
    --results-directory "$results" --logger "trx;LogFilePrefix=tests" --logger "console;verbosity=minimal" \
    --blame-hang-timeout 10m --blame-hang-dump-type none \
    ${expression:+--filter "$expression"} || outcome=$?

  count_results
  if ((outcome != 0 && failed == 0)); then
    echo "A test run ended badly without a failed test, for instance because it crashed; it counts as one failure." >&2
    failed=1
  fi
}

# A skipped test counts in `total` but not in `executed`.
count_results() {
  local trx counters
  while IFS= read -r -d '' trx; do
    counters=$(grep -o '<Counters [^>]*' "$trx" || true)
    passed=$((passed + $(counter passed)))
    failed=$((failed + $(counter failed) + $(counter error) + $(counter timeout) + $(counter aborted)))
    skipped=$((skipped + $(counter total) - $(counter executed)))
  done < <(find "$results" -name '*.trx' -print0 2>/dev/null)
}

counter() {
  local value=${counters#* "$1"=\"}
  [[ $value == "$counters" ]] && echo 0 || echo "${value%%\"*}"
}

finish() {
  local code=$?
  if ((code == 0 && (failed > 0 || passed == 0))); then code=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  exit "$code"
}

main "$@"
