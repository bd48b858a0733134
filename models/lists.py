"""Many values as one parameter, written as JSON: one statement serves however many, and one step of
it does what would take a step for each. SQLite's thread and ours take turns at every step."""

import json
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, bindparam, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class AsJson(TypeDecorator[Any]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value)


class items(FunctionElement[Any]):
    """What is in a list, as a table of `value`."""

    inherit_cache = True


class pairs(FunctionElement[Any]):
    """What is in an object, as a table of `key` and `value`."""

    inherit_cache = True


@compiles(items, "sqlite")
@compiles(pairs, "sqlite")
def _sqlite(element: FunctionElement[Any], compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(items)
def _items_elsewhere(element: items, compiler: Any, **kw: Any) -> str:
    return f"jsonb_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS JSONB))"


@compiles(pairs)
def _pairs_elsewhere(element: pairs, compiler: Any, **kw: Any) -> str:
    return f"jsonb_each_text(CAST({compiler.process(element.clauses, **kw)} AS JSONB))"


_each = items(bindparam("ids", type_=AsJson())).table_valued("value")
IDS = select(cast(_each.c.value, BigInteger))
"""For `in_`; bind `ids`, a list of numbers."""
