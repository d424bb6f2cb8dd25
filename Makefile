# Two commands do all the set-up: `make demo` and `make test`. Everything lands in .venv and var/.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
SERVE  ?= 1
DEMO   := var/demo

# The CPU build of torch, where it does not lie at hand:
#   make demo TORCH_INDEX_URL=<the index for CPU wheels that pytorch.org names>
TORCH_INDEX_URL ?=
TORCH_INDEX := $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL))

DEBIAN_RUN  := libmagic1 tesseract-ocr tesseract-ocr-dan
DEBIAN_TEST := $(DEBIAN_RUN) chromium postgresql libreoffice-writer-nogui libemail-outlook-message-perl libemail-address-perl

.PHONY: demo test install install-test debian debian-test lint models sample clean help

help:
	@echo "make demo   install, load the sample round, analyse it, print it, serve the app (SERVE=0: do not serve)"
	@echo "make test   install and run the whole suite"
	@echo "make lint   ruff, mypy, import-linter, bandit"
	@echo "make models train all models anew from corpus/"

$(VENV)/torch.done:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "consult needs Python 3.11 or newer; set PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "Python lacks venv; run: sudo apt-get install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check torch==2.13.0 $(TORCH_INDEX)
	@touch $@

$(VENV)/run.done: $(VENV)/torch.done pyproject.toml constraints.txt
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[train]'
	@touch $@

$(VENV)/test.done: $(VENV)/run.done
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[train,dev]'
	@touch $@

debian:
	@sh tools/debian.sh $(DEBIAN_RUN)

debian-test:
	@sh tools/debian.sh $(DEBIAN_TEST)

install: debian $(VENV)/run.done
install-test: debian-test $(VENV)/test.done

demo: install
	$(BIN)/consult demo --folder $(DEMO)
ifneq ($(SERVE),0)
	CONSULT_DATABASE=$(DEMO)/consult.sqlite3 $(BIN)/consult serve --port $(PORT)
endif

test: install-test lint
	$(BIN)/python -m pytest

lint: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r consult app.py -c pyproject.toml

models: $(VENV)/run.done
	$(BIN)/consult train all

sample: $(VENV)/test.done
	$(BIN)/python corpus/sample/build.py

clean:
	rm -rf $(VENV) var
