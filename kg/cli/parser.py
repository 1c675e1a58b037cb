"""The arguments of every command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from kg import __version__
from kg.messages import LANGUAGES, say, user_language

# The parameters of all questions of the cookbook, and the formats of export: written here, and held against both in the
# tests, because the parser must not import them.
ASKED = (
    "place", "project", "policy", "metric", "name", "other", "year", "from", "to", "since", "until", "status", "unit",
    "top", "word", "document", "below",
)  # fmt: skip
EXPORTS = ("csv", "cypher", "gexf", "graphml", "jsonld", "neo4j-csv", "parquet")


class Parser(argparse.ArgumentParser):
    """argparse in the user's language."""

    lang = "en"

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to find help; exit code 2."""
        sys.stderr.write(f"kg: {message}\n{say('usage_hint', self.lang, command=self.prog.partition(' ')[2])}\n")
        sys.exit(2)

    def format_help(self) -> str:
        """The help text, headings in the user's language."""
        text = super().format_help()
        for english, key in (("usage: ", "usage"), ("positional arguments:", "positional"), ("options:", "options")):
            text = text.replace(english, say(f"help.{key}", self.lang) + ("" if key == "usage" else ":"), 1)
        return text


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for by --lang, wherever it stands, else that of the environment."""
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] or (arguments[at + 1] if at + 1 < len(arguments) else "")
        if argument.partition("=")[0] == "--lang" and value in LANGUAGES:
            return value
    return user_language()


def parser(lang: str) -> Parser:
    """The parser of the whole command line, its help in `lang`."""
    Parser.lang = lang
    top = Parser(prog="kg", description=say("kg", lang), add_help=False)
    _common(top, lang)
    top.add_argument("--version", action="version", version=f"kg {__version__}", help=say("arg.version", lang))
    commands = top.add_subparsers(title=say("help.commands", lang), metavar="COMMAND", required=True)
    for name, adders in _COMMANDS.items():
        sub = commands.add_parser(
            name, help=say(f"cmd.{name}", lang), description=say(f"cmd.{name}", lang), add_help=False
        )
        add = Adder(sub, lang)
        for adder in adders[1:]:
            adder(add)
        _common(sub, lang)
        sub.set_defaults(run=_lazily(adders[0], name))
    return top


def _lazily(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """The command's function, its module imported only when it runs: --help must not wait for spaCy."""

    def run(args: argparse.Namespace) -> int:
        result: int = getattr(import_module(f"kg.cli.{module}"), name.replace("-", "_"))(args)
        return result

    return run


def _common(target: argparse.ArgumentParser, lang: str) -> None:
    target.add_argument("-h", "--help", action="help", help=say("arg.help", lang))
    target.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("arg.lang", lang))


class Adder:
    """Adds arguments whose help is the message `arg.NAME`."""

    def __init__(self, target: argparse.ArgumentParser, lang: str) -> None:
        self._target, self._lang = target, lang

    def __call__(self, *flags: str, **options: Any) -> None:
        name = options.pop("text", flags[-1].lstrip("-").replace("-", "_"))
        self._target.add_argument(*flags, help=say(f"arg.{name}", self._lang), **options)


def _sources(add: Adder) -> None:
    add("paths", nargs="+", metavar="PATH")
    add("--out", metavar="DIR", default="out")
    add("--published", metavar="DATE")
    add("--main-place", metavar="NAME")
    add("--manifest", metavar="FILE.csv")
    add("--min-score", type=_share, default=0.0, metavar="X")
    add("--weights", metavar="DIR")
    _vocabulary(add)


def _vocabulary(add: Adder) -> None:
    add("--schemas", action="append", default=[], metavar="DIR")
    add("--seeds", action="append", default=[], metavar="DIR")


def _share(text: str) -> float:
    """A number from 0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError
    return value


def _train(add: Adder) -> None:
    add("folders", nargs="*", metavar="FOLDER")
    add("--out", metavar="DIR", text="weights_out")
    add("--held", metavar="FOLDER")
    add("--quick", action="store_true")
    _vocabulary(add)


def _explain(add: Adder) -> None:
    add("spot", metavar="FILE:START-END")
    add("--published", metavar="DATE")
    add("--main-place", metavar="NAME")
    add("--manifest", metavar="FILE.csv")
    add("--format", choices=("text", "json"), default="text", text="explain_format")
    add("--weights", metavar="DIR")
    _vocabulary(add)


def _graph(add: Adder) -> None:
    add("--graph", metavar="DIR", default="out")


def _rows(add: Adder) -> None:
    _graph(add)
    add("--format", choices=("table", "csv", "json"), default="table")


def _name(add: Adder) -> None:
    add("name", metavar="NAME")
    add("--first", action="store_true")


def _query(add: Adder) -> None:
    add("cypher", metavar="CYPHER")
    add("--param", action="append", default=[], metavar="NAME=VALUE")


def _path(add: Adder) -> None:
    add("a", metavar="A", text="name")
    add("b", metavar="B", text="name")
    add("--first", action="store_true")
    add("--max-hops", type=int, default=6, metavar="N")
    add("--types", default="", metavar="TYPE,…")
    add("--limit", type=int, default=5, metavar="N")


def _facts(add: Adder) -> None:
    add("--type")
    add("--place", metavar="NAME")
    add("--year", type=int)


def _around(add: Adder) -> None:
    _graph(add)
    add("--focus", metavar="NAME")
    add("--hops", type=int, default=2, metavar="N")
    add("--style", choices=("light", "dark"))
    add("--fresh-layout", action="store_true")


def _page(add: Adder) -> None:
    _around(add)
    add("-o", "--output", metavar="FILE")
    add("--sources", choices=("all", "cited", "none"), default="cited")
    add("--embed", action="store_true")


def _picture(add: Adder) -> None:
    _around(add)
    add("--width", type=float, default=960, metavar="PX")
    add("-o", "--output", metavar="FILE", required=True)


def _chart(add: Adder) -> None:
    add("names", nargs="+", metavar="NAME", text="name")
    add("metric_name", metavar="METRIC", text="metric")
    _graph(add)
    add("--style", choices=("light", "dark"))
    add("--width", type=float, default=720, metavar="PX")
    add("-o", "--output", metavar="FILE", required=True)


def _snippet(add: Adder) -> None:
    _graph(add)
    add("--form", choices=("html", "markdown", "quarto"), default="html")
    add("--page", metavar="FILE")
    add("--picture", metavar="FILE")
    add("--title")
    add("--height", type=int, default=560, metavar="PX")


def _server(add: Adder, *, required: bool = False) -> None:
    add("--uri", required=required, metavar="bolt://…", text="uri" if required else "uri_instead")
    add("--user", default="neo4j")
    add("--password-file", metavar="FILE")
    add("--database", metavar="NAME")


def _answer(add: Adder) -> None:
    add("--explain", action="store_true")
    add("--timeout", type=float, default=60.0, metavar="SECONDS")
    add("--limit", type=int, metavar="N", text="rows")
    _server(add)
    _rows(add)


def _ask(add: Adder) -> None:
    add("question", nargs="?", metavar="NAME")
    for name in ASKED:
        add(f"--{name}", dest=f"ask_{name}", metavar="…", text="asked")


def _push(add: Adder) -> None:
    _graph(add)
    _server(add, required=True)
    add("--dataset", metavar="NAME")
    add("--batch", type=int, metavar="N")
    add("--keep", action="store_true")
    add("--dry-run", action="store_true")


def _pull(add: Adder) -> None:
    _server(add, required=True)
    add("--dataset", metavar="NAME")
    add("--out", metavar="DIR", default="out", text="pull_out")


def _export(add: Adder) -> None:
    _graph(add)
    add("--format", choices=EXPORTS, required=True, text="export_format")
    add("-o", "--output", metavar="FILE")
    add("--bom", action="store_true")


_COMMANDS: dict[str, tuple[Any, ...]] = {
    "build": ("building", _sources, lambda add: add("--fresh-layout", action="store_true")),
    "extract": ("building", _sources),
    "query": ("storing", _query, _answer),
    "ask": ("storing", _ask, _answer),
    "show": ("asking", _name, lambda add: add("--context", action="store_true"), _rows),
    "path": ("asking", _path, _rows),
    "metrics": ("asking", _name, lambda add: add("--metric"), _rows),
    "find": ("asking", lambda add: add("text", metavar="TEXT"), _rows),
    "list": ("asking", lambda add: add("type", metavar="TYPE"), _rows),
    "facts": ("asking", _facts, _rows),
    "stats": ("asking", _rows),
    "conflicts": ("asking", _rows),
    "page": ("giving", _page),
    "picture": ("giving", _picture),
    "chart": ("giving", _chart),
    "snippet": ("giving", _snippet),
    "push": ("storing", _push),
    "pull": ("storing", _pull),
    "export": ("storing", _export),
    "evaluate": (
        "building",
        lambda add: add("predicted", metavar="PREDICTED"),
        lambda add: add("gold", metavar="GOLD"),
        lambda add: add("--errors", action="store_true"),
    ),
    "check": ("building", _vocabulary),
    "train": ("learning", _train),
    "explain": ("learning", _explain),
}
