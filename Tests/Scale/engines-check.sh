#!/bin/bash
# The examples for Snakemake and GNU parallel (Config/examples), as far as these are installed: each makes of the same images
# what one run makes, tries what failed again, and says what fails for good.
#
#     engines-check.sh PROGRAM
#
# Nextflow is not in Debian: its example is not run.
set -u
program=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
examples=$repository/Config/examples
fixtures=$repository/Tests/Fixtures
lab=$(mktemp -d --tmpdir segmentd-engines.XXXXXX)
trap 'rm -rf "$lab"' EXIT
failures=0
check() {
    if [ "$2" = "$3" ]; then echo "pass  $1"; else echo "FAIL  $1: $2 instead of $3"; failures=$((failures + 1)); fi
}

mkdir -p "$lab/bin" "$lab/home"
# It ends with 75 the first time that a file of this name is there, as a run does that is stopped.
cat > "$lab/bin/segmentd" << STUB
#!/bin/bash
if rm "$lab/stop" 2> /dev/null; then echo "stopped once" >&2; exit 75; fi
exec "$program" "\$@"
STUB
chmod +x "$lab/bin/segmentd"
export PATH=$lab/bin:$PATH HOME=$lab/home TMPDIR=$lab
for number in $(seq 0 19); do
    mkdir -p "$lab/images/P$((number % 2))"
    cp "$fixtures/acquisition/$((number % 5)).tif" "$lab/images/P$((number % 2))/A$number.tif"
done
classifier=$fixtures/classifiers/nuclei.cl
segmentd run --classifier "$classifier" --output labels --output objects --output-dir "$lab/one" "$lab/images" \
    > "$lab/one.txt" 2>&1
check "one run" $? 0

if command -v parallel > /dev/null; then
    cd "$lab"
    segmentd run --classifier "$classifier" --output-dir "$lab/all" "$lab/images" > /dev/null 2>&1
    touch "$lab/stop"
    "$examples/gnu-parallel.sh" "$lab/images" "$classifier" "$lab/many" > "$lab/parallel.txt" 2>&1
    check "GNU parallel does all, the part that was stopped too" "$?:$([ -e "$lab/stop" ] || echo stopped)" 0:stopped
    check "as one run does" "$("$here/same.py" "$lab/all" "$lab/many" > "$lab/same.txt" && echo yes || cat "$lab/same.txt")" yes
    head -c 300 "$fixtures/acquisition/0.tif" > "$lab/images/P0/cut.tif"
    "$examples/gnu-parallel.sh" "$lab/images" "$classifier" "$lab/many" --joblog segmentd.joblog > "$lab/parallel.txt" 2>&1
    check "of an image that fails, the part counts as failed" "$?:$(awk '$7 == 1' segmentd.joblog | wc -l)" 1:1
    rm "$lab/images/P0/cut.tif"
else
    echo "SKIPPED  GNU parallel: it is not installed (apt install parallel)"
fi

if command -v snakemake > /dev/null; then
    mkdir "$lab/work" && cd "$lab/work" || exit 1
    make_all() {
        snakemake --snakefile "$examples/Snakefile" --cores 2 --retries 2 --keep-going --nocolor \
            --config "images=$lab/images" "classifier=$classifier" "results=$lab/rules" > "$lab/snakemake.txt" 2>&1
    }
    touch "$lab/stop"
    make_all
    check "Snakemake does all, the image that was stopped too" "$?:$(grep -c 'stopped once' "$lab/snakemake.txt")" 0:1
    # Tables are made of folders that are named, not of single images.
    rm -f "$lab"/one/segmentd_*.csv
    check "as one run does" "$("$here/same.py" "$lab/one" "$lab/rules" > "$lab/same.txt" && echo yes || cat "$lab/same.txt")" yes
    make_all
    check "and nothing the second time" "$?:$(grep -c 'Nothing to be done' "$lab/snakemake.txt")" 0:1
    head -c 300 "$fixtures/acquisition/0.tif" > "$lab/images/P0/cut.tif"
    make_all
    check "an image that fails is named as failed" "$?:$(grep -c 'Error in rule segment' "$lab/snakemake.txt")" 1:3
else
    echo "SKIPPED  Snakemake: it is not installed (apt install snakemake)"
fi
echo "SKIPPED  Nextflow: it is not in Debian"
[ "$failures" = 0 ]
