# Two commands matter: `make run` shows the main job, `make test` passes every test.
.DEFAULT_GOAL := run
.PHONY: run test check bench fuzz fmt ui

UI := web-ui/dist/index.html
UI_SOURCES := $(shell find web-ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

## run: build everything and start the demo: the server, a stand-in company directory, sample people and folders
run: need-run $(UI)
	cargo build --release --bin keyfold
	target/release/keyfold demo

## test: every test there is, in one run
test: need-test $(UI)
	scripts/identity-providers.sh
	cargo test --workspace --no-fail-fast
	cd web-ui && npx playwright test

## check: format, lints, licences, types
check: need-check $(UI)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo xtask deny
	cd web-ui && npm run --silent check

## bench: this server beside OpenSSH's, in one run
bench: need-bench $(UI)
	cargo build --release --bin keyfold --bin keyfold-bench
	target/release/keyfold-bench
	cargo bench --workspace --bench decide --bench verify

## fuzz: each fuzz target for FUZZ_SECONDS, from the corpus on; needs a nightly compiler
FUZZ_SECONDS ?= 60
fuzz:
	cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked --version 0.13.2
	cp Cargo.lock fuzz/
	set -e; for target in $(basename $(notdir $(wildcard fuzz/fuzz_targets/*.rs))); do \
		mkdir -p fuzz/target/found/$$target; \
		cargo +nightly fuzz run --sanitizer none $$target fuzz/target/found/$$target fuzz/corpus/$$target -- \
			-max_total_time=$(FUZZ_SECONDS) -max_len=16384; \
	done

## fmt: put every file into the house's format
fmt: web-ui/node_modules
	cargo fmt --all
	cd web-ui && npm run --silent fmt

ui: $(UI)

need-%:
	@scripts/need.sh $*

web-ui/node_modules: web-ui/package-lock.json
	cd web-ui && npm ci --no-audit --no-fund
	@touch $@

$(UI): web-ui/node_modules $(UI_SOURCES)
	cd web-ui && npm run --silent build
