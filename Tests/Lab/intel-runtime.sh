#!/bin/bash
# The golden suite on Intel's OpenCL runtime for CPUs, a second implementation beside PoCL; other suites by their names,
# which take long: it keeps no compiled kernels from one engine to the next.
# Installs it from PyPI into a folder of its own:  Tests/Lab/intel-runtime.sh [FILTER]
# The tests must have been built (make test). Set SEGMENTD_SHARED for the shared golden cases.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.build/intel-runtime
if [ ! -e "$venv/lib/libintelocl.so" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet intel-opencl-rt intel-cmplr-lib-rt tbb
fi
# Its own list of runtimes holds a path that does not exist, and the loader it brings along does not know this way of
# naming one: everything but that loader goes into a folder of its own.
libraries="$PWD/.build/intel-runtime-libraries"
mkdir -p "$libraries"
find "$PWD/$venv/lib" -maxdepth 1 -type f,l ! -name 'libOpenCL*' -exec ln -sf -t "$libraries" {} +
export OCL_ICD_VENDORS="$libraries/libintelocl.so"
export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec swift test -c release --skip-build --disable-xctest --filter "${1:-GoldenTests}"
