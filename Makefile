# The logic is in src/dev: `.venv/bin/dev demo` is the same where there is no make.
.PHONY: help install demo test test-15 bench lives chaos mutants screens lock format
dev = .venv/bin/dev

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
install: ## make .venv from requirements.lock (quick when nothing changed)
	@sh src/dev/install.sh
demo: install ## the whole product with a seeded world; PORT=8000, YEAR=1 lives its first year, BOLETO=files
	@$(dev) demo --with-parent $(if $(PORT),--port $(PORT)) $(if $(YEAR),--year) $(if $(BOLETO),--boleto $(BOLETO))
test: install ## format, lint, types, contracts, all tests, browser
	@$(dev) test
test-15: install ## all tests on Debian's PostgreSQL 15
	@$(dev) test --postgres 15
lives: install ## account lives, with their rate; YEARS=1000
	@$(dev) lives $(if $(YEARS),--years $(YEARS))
chaos: install ## race and kill everything, and lose nothing; RACES=100 KILLS=2000
	@$(dev) chaos $(if $(RACES),--races $(RACES)) $(if $(KILLS),--kills $(KILLS))
mutants: install ## plant money bugs in a copy of the tree: the tests catch each
	@$(dev) mutants
bench: install ## the figures, as JSON
	@$(dev) bench
screens: install ## a picture of every page, into docs/screens
	@$(dev) screens
format: install ## format Python and templates
	@$(dev) format
lock: install ## resolve pyproject.toml anew into requirements.lock
	@$(dev) lock
