#!/bin/sh
# Make .venv from requirements.lock: quick when nothing changed, and without anything but a Python or a uv on the machine.
set -eu
cd "$(dirname "$0")/../.."
UV_VERSION=0.13.9
say() { printf '%s\n' "$*" >&2; }

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

stamp="$(cat requirements.lock pyproject.toml src/dev/install.sh | cksum) $(pwd)"
if [ "$(cat .venv/installed 2>/dev/null)" = "$stamp" ] && fits .venv/bin/python; then exit 0; fi

# uv: the machine's, or a pinned one of our own.
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=.bootstrap/bin/uv
    if [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
        for python in python3 python3.13 python3.12 python3.11 python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1*/bin/python; do
            "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && break
            python=
        done
        if [ -z "$python" ]; then
            say "There is neither uv nor a Python with the venv module here. On Debian: apt-get install python3-venv"
            exit 1
        fi
        say "Installing uv $UV_VERSION into .bootstrap/"
        rm -rf .bootstrap
        "$python" -m venv .bootstrap
        .bootstrap/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    fi
fi

# Python 3.13 or 3.12, wherever it is.
if ! fits .venv/bin/python; then
    found=
    for python in python3.13 python3.12 python3 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python; do
        if fits "$python"; then found="$(command -v "$python")"; break; fi
    done
    if [ -z "$found" ]; then found="$("$uv" python find --no-project '>=3.12' 2>/dev/null)" || found=; fi
    if [ -z "$found" ]; then
        say "No Python 3.12 or newer here: asking uv for one"
        "$uv" python install --quiet 3.13 || true
        found="$("$uv" python find --no-project '>=3.12' 2>/dev/null)" || found=
    fi
    if [ -z "$found" ]; then
        say "Meu Plano needs Python 3.12 or newer, and uv could not fetch one: install python3.13 and say make again."
        exit 1
    fi
    rm -rf .venv
    "$uv" venv --quiet --no-project --python "$found" .venv
fi

say "Installing what requirements.lock names into .venv/"
"$uv" pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock
"$uv" pip install --quiet --python .venv/bin/python --no-deps -e .
.venv/bin/python -m compileall -q src # or the first start of the demo does it
printf '%s\n' "$stamp" >.venv/installed
