"""What a cell of a spreadsheet says."""

from dataclasses import replace

from logbook.domain.catalogue import FieldKind
from logbook.domain.exchange_values import detail_in
from tests.domain.shipped import shipped


def test_a_cell_may_name_several_choices_of_a_list():
    specs = [spec for one in shipped().procedures.values() for spec in one.fields]
    one_of = next(one for one in specs if one.kind is FieldKind.CHOICE and len(one.choices) > 1)
    spec = replace(one_of, kind=FieldKind.CHOICES, own=None)
    first, second, *_ = spec.choices
    assert detail_in(spec, f"{first}, {second}") == ([first, second], [])
    assert detail_in(spec, f"{first}; nonsense")[1] == ["nonsense"]
