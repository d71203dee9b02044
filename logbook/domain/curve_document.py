"""Learning curves as they stand in a curriculum document."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import partial

from logbook.domain.catalogue_document import Shelf
from logbook.domain.decisions import say
from logbook.domain.document import Node
from logbook.domain.lc_cusum_limits import LIMITS
from logbook.domain.learning_curves import USUAL, CurveRule, Failure, Mark


@dataclass(frozen=True, slots=True)
class Named:
    """What the definitions of a document may refer to."""

    procedures: Container[str]
    categories: Container[str]
    outcomes: Container[str]
    complications: Container[str]
    sources: Container[str]


def read_curves(root: Node, shelf: Shelf) -> Mapping[str, CurveRule]:
    """By id, in the order of the document; nothing may be named by two of them."""
    node = root.at("learning_curves")
    named = Named(
        ids_of(root.at("procedures")),
        shelf.categories,
        shelf.vocabularies["outcomes"],
        ids_of(root.at("complications")),
        shelf.sources,
    )
    rules = node.by_id(partial(read_curve, named=named))
    taken: set[str] = set()
    for part in node.items():
        for field in ("procedures", "categories"):
            for one in part.at(field).items():
                if f"{field} {one.string()}" in taken:
                    one.wrong(say("'%(name)s' has a learning curve already", name=one.string()))
                taken.add(f"{field} {one.string()}")
    return rules


def ids_of(node: Node) -> frozenset[str]:
    return frozenset(part.at("id").string() for part in node.items())


def read_curve(node: Node, named: Named) -> CurveRule:
    rates, failure = node.at("rates"), node.at("failure")
    acceptable, unacceptable = rates.at("acceptable"), rates.at("unacceptable")
    return CurveRule(
        node.at("id").string(),
        node.at("name").text(),
        node.at("procedures").all_of(named.procedures, "procedure"),
        node.at("categories").all_of(named.categories, "category"),
        Failure(
            failure.at("outcomes").all_of(named.outcomes, "outcome") or USUAL.failure.outcomes,
            failure.at("complications").all_of(named.complications, "complication"),
            failure.at("source").one_of(named.sources, "source"),
        ),
        *read_rates(acceptable, unacceptable, node.at("cases")),
        rates.at("source").one_of(named.sources, "source"),
        node.at("mark").optional(partial(read_mark, named=named)),
    )


def read_rates(acceptable: Node, unacceptable: Node, cases: Node) -> tuple[int, int, int]:
    """Those for which a limit is known: a limit is simulated before there is a case, too."""
    pair = acceptable.positive(), unacceptable.positive()
    if pair not in LIMITS:
        known = ", ".join(f"{low}/{high}" for low, high in LIMITS)
        what = say("no limit is known for these rates, only for %(known)s", known=known)
        unacceptable.wrong(what)
    if cases.positive() not in LIMITS[pair]:
        lengths = ", ".join(map(str, LIMITS[pair]))
        cases.wrong(say("no limit is known for so many cases, only for %(known)s", known=lengths))
    return (*pair, cases.positive())


def read_mark(node: Node, named: Named) -> Mark:
    return Mark(
        node.at("time").optional(Node.positive),
        node.at("dose").optional(Node.positive),
        node.at("source").one_of(named.sources, "source"),
    )
