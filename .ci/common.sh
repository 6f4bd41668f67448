# shellcheck shell=bash disable=SC2034
# Shared by ./appliance, ./test and .ci/run; sourced, never run. Expects $root, the top of the source tree.
# Diagnostics go to stderr: stdout belongs to the command that was asked for.

say() { printf '%s\n' "$*" >&2; }

die() { # die CODE MESSAGE...
    local code=$1
    shift
    say "appliance: $*"
    exit "$code"
}

readonly exit_usage=2 exit_configuration=3 exit_hardware=4

# The SDK keeps its state under HOME and fails without one (cron, systemd, a bare container).
ensure_home() {
    if [ -z "${HOME:-}" ]; then
        HOME=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
        [ -n "$HOME" ] && [ -w "$HOME" ] || HOME=${TMPDIR:-/tmp}/appliance-home-$(id -u)
        mkdir -p "$HOME"
        export HOME
    fi
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

# Sets $dotnet and DOTNET_ROOT, or ends with the name of the missing package.
find_dotnet() {
    local candidate
    dotnet=
    for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || true)" "${HOME:-/nonexistent}/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then
            dotnet=$candidate
            break
        fi
    done
    if [ -z "$dotnet" ]; then
        die $exit_configuration "the .NET 10 SDK is missing: install the package 'dotnet-sdk-10.0'" \
            "(Ubuntu: apt-get install dotnet-sdk-10.0; Debian: add Microsoft's package source first," \
            "see https://learn.microsoft.com/dotnet/core/install/linux-debian)"
    fi
    # The launcher of a built program looks here when the SDK is not in a system folder.
    export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname -- "$(readlink -f -- "$dotnet")")}
}

require_sdk() {
    "$dotnet" --list-sdks | grep -q '^10\.' ||
        die $exit_configuration "$dotnet has no .NET 10 SDK (it has: $("$dotnet" --list-sdks | cut -d' ' -f1 | tr '\n' ' ')):" \
            "install the package 'dotnet-sdk-10.0'"
}

# Runs a command as root where we may, without ever asking for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# install_packages PACKAGE...: installs from the distribution, output to stderr; fails where there are no rights or no apt.
install_packages() {
    command -v apt-get >/dev/null || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

has_softhsm() {
    local module
    for module in "${APPLIANCE__HSM__MODULE:-}" /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so \
        /usr/lib64/softhsm/libsofthsm2.so /usr/local/lib/softhsm/libsofthsm2.so; do
        [ -n "$module" ] && [ -e "$module" ] && return 0
    done
    return 1
}

# Succeeds when SoftHSM2 is there, or could be installed.
try_softhsm() {
    has_softhsm && return
    say "appliance: installing SoftHSM2 (package softhsm2)"
    install_packages softhsm2 && has_softhsm
}
