"""Writes src/tessera_client/shapes.py from docs/openapi.json; with --check it only fails when that is out of step."""

from __future__ import annotations

import json
import keyword
import sys
import textwrap
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCE = HERE / ".." / ".." / "docs" / "openapi.json"
TARGET = HERE / "src" / "tessera_client" / "shapes.py"

HEAD = '''"""The shapes of the API, by name. Generated from docs/openapi.json by generate_shapes.py; do not edit.

Amounts are whole numbers of minor units. Answers may gain members and values.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, Union

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired
'''

# Names of typing that a schema would hide.
TAKEN = {"Any", "Literal", "Union", "TypedDict", "NotRequired", "List", "Type"}


class Writer:
    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas
        self.parts: list[str] = []
        self.names: list[str] = []

    def name_of(self, reference: str) -> str:
        name = reference.rsplit("/", 1)[-1]
        return name + "Value" if name in TAKEN else name

    def write(self) -> str:
        for name, schema in sorted(self.schemas.items()):
            self.declare(self.name_of(name), schema)
        every = "\n".join(f'    "{name}",' for name in sorted(self.names))
        return HEAD + f"\n__all__ = [\n{every}\n]\n" + "".join(self.parts)

    def declare(self, name: str, schema: dict[str, Any]) -> None:
        self.names.append(name)
        members = self.members(schema)
        if members is None:
            kind = self.kind(schema, name)
            self.parts.append(f'\n{comment(schema)}{name}: TypeAlias = "{kind}"\n')
            return
        fields = {
            member: (self.kind(inner, name + camel(member)), member in required)
            for member, (inner, required) in members.items()
        }
        if any(not member.isidentifier() or keyword.iskeyword(member) for member in fields):
            lines = "".join(
                f"        {json.dumps(member)}: {json.dumps(wrapped(kind, needed))},\n"
                for member, (kind, needed) in fields.items()
            )
            self.parts.append(f'\n{comment(schema)}{name} = TypedDict(\n    "{name}",\n    {{\n{lines}    }},\n)\n')
            return
        body = docstring(schema)
        for member, (kind, needed) in fields.items():
            body += f"    {member}: {wrapped(kind, needed)}\n"
        self.parts.append(f"\n\nclass {name}(TypedDict):\n{body or '    pass' + chr(10)}")

    def members(self, schema: dict[str, Any]) -> dict[str, tuple[dict[str, Any], set[str]]] | None:
        """The members of an object with the names of those it must have; None for anything else."""
        if "allOf" in schema:
            whole: dict[str, tuple[dict[str, Any], set[str]]] = {}
            for part in schema["allOf"]:
                if "$ref" in part:
                    part = self.schemas[part["$ref"].rsplit("/", 1)[-1]]
                whole.update(self.members(part) or {})
            return whole
        if "properties" in schema or (schema.get("type") == "object" and schema.get("additionalProperties") is False):
            required = set(schema.get("required", []))
            return {member: (inner, required) for member, inner in schema.get("properties", {}).items()}
        return None

    def kind(self, schema: dict[str, Any] | bool, path: str) -> str:
        if schema is True or not schema:
            return "Any"
        assert isinstance(schema, dict)
        if "$ref" in schema:
            return self.name_of(schema["$ref"])
        if "const" in schema:
            return literal([schema["const"]])
        if "enum" in schema:
            return literal(schema["enum"])
        for word in ("oneOf", "anyOf"):
            if word in schema:
                kinds = [
                    self.kind(inner, f"{path}{number}" if number else path) for number, inner in enumerate(schema[word])
                ]
                return union(kinds)
        types = schema.get("type")
        if types == "null":
            return "None"
        if isinstance(types, list):
            return union([self.kind({**schema, "type": one}, path) for one in types])
        if types == "array":
            return f"list[{self.kind(schema.get('items', {}), path + 'Item')}]"
        if self.members(schema) is not None:
            self.declare(path, schema)
            return path
        if types == "object":
            return f"dict[str, {self.kind(schema.get('additionalProperties', {}), path + 'Value')}]"
        plain = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
        return plain.get(types, "Any") if types else "Any"


def literal(values: list[Any]) -> str:
    plain = [json.dumps(value).replace('"', "'") for value in values if value is not None]
    return union([f"Literal[{', '.join(plain)}]"] + (["None"] if None in values else []))


def union(kinds: list[str]) -> str:
    once = list(dict.fromkeys(kinds))
    return once[0] if len(once) == 1 else f"Union[{', '.join(once)}]"


def wrapped(kind: str, needed: bool) -> str:
    return kind if needed else f"NotRequired[{kind}]"


def camel(member: str) -> str:
    return "".join(part.capitalize() for part in member.split("_"))


def plain(schema: dict[str, Any]) -> str:
    return " ".join(schema.get("description", "").split())


def comment(schema: dict[str, Any]) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(plain(schema), 118))


def docstring(schema: dict[str, Any]) -> str:
    text = plain(schema).replace("\\", "\\\\").replace('"""', "'''")
    if not text:
        return ""
    lines = textwrap.wrap(text, 112)
    return f'    """{lines[0]}"""\n\n' if len(lines) == 1 else '    """' + "\n    ".join(lines) + '\n    """\n\n'


def main() -> int:
    text = Writer(json.loads(SOURCE.read_text("utf-8"))["components"]["schemas"]).write()
    if "--check" in sys.argv[1:]:
        if TARGET.read_text("utf-8") != text:
            print("shapes.py is out of step: run `python generate_shapes.py`", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
