"""How templates become pages: what never changes is put in when a template is compiled.

A page says some thirty fixed sentences and shows a dozen icons. To look each of them up at every
request costs as much as the rest of the page, so each language has compiled templates of its own,
in which they already stand, for each address under which the service is reached. Catalogues do not
change while the service runs.
"""

from collections.abc import Callable
from typing import Any

from flask import has_request_context, request
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer

from logbook.web.icons import icon
from logbook.web.tags import tag
from logbook.web.words import language, sentence

FIXED: dict[str, Callable[..., str]] = {"_": sentence, "icon": icon, "tag": tag}
"""Globals of the templates that say the same for the same arguments, in one language."""


class Settling(NodeTransformer):
    """Puts what a fixed global says into the place of its call, if all arguments are constant."""

    def __init__(self, context: EvalContext) -> None:
        self.context = context

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name not in FIXED:
            return node
        try:
            args = [one.as_const(self.context) for one in node.args]
            named = dict(one.as_const(self.context) for one in node.kwargs)
        except nodes.Impossible:
            return node
        return nodes.TemplateData(FIXED[node.node.name](*args, **named), lineno=node.lineno)


class Compiler(CodeGenerator):
    """Compiles a page after what is fixed in it was settled; a letter, not being HTML, as it is."""

    environment: "Pages"

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        context = EvalContext(self.environment, self.name)
        if self.environment.spoken and context.autoescape:
            Settling(context).visit(node)
        super().visit_Template(node, frame)


class Pages(Environment):
    """The templates. What is shown comes from an overlay of its language."""

    code_generator_class = Compiler
    spoken = ""

    def get_or_select_template(self, *args: Any, **named: Any) -> Template:
        root = request.script_root if has_request_context() else ""
        return self._in(language(), root).get_template(*args, **named)

    def _in(self, spoken: str, root: str) -> "Pages":
        """These templates in one language under one root, with all else shared."""
        known: dict[tuple[str, str], Pages] = self.__dict__.setdefault("known", {})
        if (spoken, root) not in known:
            pages = self.overlay()
            pages.spoken = spoken
            known[spoken, root] = pages
        return known[spoken, root]

    def make_globals(self, d: Any) -> Any:
        """No template has globals of its own. The chain of two maps that Jinja would make is slow
        to copy, which is done for each page, and slow to look through, which each import does."""
        return super().make_globals(d) if d else self.globals
