"""The OpenAPI document as one page of HTML: complete in itself, no script, nothing from elsewhere."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --quiet: #777; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 2rem 1rem 6rem; }
h1 { margin: 0; } h2 { margin: 3rem 0 .5rem; text-transform: capitalize; } h1 small, .quiet { color: var(--quiet); }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; }
summary { padding: .6rem .9rem; cursor: pointer; overflow-wrap: anywhere; }
details > div { padding: 0 .9rem .9rem; }
.method { display: inline-block; min-width: 4.2rem; font-weight: 700; }
.get { color: #1a7f5a; } .post { color: #2563c9; } .patch { color: #a86500; } .delete { color: #c43a3a; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); font-size: .875rem; }
h3 { font-size: .95rem; margin: 1rem 0 .2rem; }
:target { outline: 2px solid #2563c9; }
"""

_REF: Final = "#/components/schemas/"


def render(document: dict[str, Any]) -> str:
    """The page. Every text of the document is escaped."""
    info = document["info"]
    title = escape(info["title"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} API</title><style>{STYLE}</style></head><body>"
        f"<h1>{title} API <small>{escape(info['version'])}</small></h1>{_prose(info.get('description', ''))}"
        f'<p>For programs: <a href="/openapi.json">openapi.json</a></p>{"".join(_credentials(document))}'
        f"{''.join(_groups(document))}<h2>Shapes</h2>{''.join(_shapes(document))}</body></html>"
    )


def _prose(text: str) -> str:
    return "".join(f"<p>{_code_marked(part)}</p>" for part in text.split("\n\n") if part.strip())


def _code_marked(text: str) -> str:
    """Escaped, with what stands between backticks as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))


def _credentials(document: dict[str, Any]) -> Iterator[str]:
    for scheme in document["components"]["securitySchemes"].values():
        yield f"<p>{_code_marked(scheme['description'])}</p>"


def _groups(document: dict[str, Any]) -> Iterator[str]:
    operations = [
        (path, method, operation) for path, item in document["paths"].items() for method, operation in item.items()
    ]
    for tag in document["tags"]:
        mine = [found for found in operations if tag["name"] in found[2].get("tags", ())]
        if mine:
            yield f"<h2>{escape(tag['name'])}</h2>{_prose(tag['description'])}"
            yield from (_operation(*found) for found in mine)


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    public = ' <span class="quiet">no key needed</span>' if operation.get("security") == [] else ""
    return (
        f'<details id="{escape(operation["operationId"])}"><summary>'
        f'<span class="method {escape(method)}">{escape(method.upper())}</span><code>{escape(path)}</code>{public}'
        f"<br>{_code_marked(operation.get('description') or operation.get('summary', ''))}</summary><div>"
        f"{_prose(operation.get('x-access', ''))}{_parameters(operation)}{_body(operation)}{_answers(operation)}"
        "</div></details>"
    )


def _parameters(operation: dict[str, Any]) -> str:
    rows = [
        (one["name"], f"{_type(one['schema'])}, {escape(one['in'])}{_needed(one.get('required'))}", _notes(one))
        for one in operation.get("parameters", ())
    ]
    return f"<h3>Parameters</h3>{_table(rows)}" if rows else ""


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return "".join(f"<h3>Body, {escape(kind)}</h3><p>{_type(of.get('schema', {}))}</p>" for kind, of in content.items())


def _answers(operation: dict[str, Any]) -> str:
    rows = []
    for status, answer in operation["responses"].items():
        types = [_type(of.get("schema", {})) for of in answer.get("content", {}).values()]
        rows.append((status, " ".join(types), _code_marked(answer.get("description", ""))))
    return f"<h3>Answers</h3>{_table(rows)}"


def _shapes(document: dict[str, Any]) -> Iterator[str]:
    for name, shape in document["components"].get("schemas", {}).items():
        needed = shape.get("required", ())
        rows = [
            (field, _type(schema) + _needed(field in needed), _notes({"schema": schema}))
            for field, schema in shape.get("properties", {}).items()
        ]
        values = _choices(shape)
        yield (
            f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
            f"<div>{_prose(shape.get('description', ''))}{values}{_table(rows) if rows else ''}</div></details>"
        )


def _table(rows: list[tuple[str, str, str]]) -> str:
    """Rows of a name (escaped here) and two cells of ready HTML."""
    lines = (
        f"<tr><td><code>{escape(name)}</code></td><td>{kind}</td><td>{notes}</td></tr>" for name, kind, notes in rows
    )
    return f"<table>{''.join(lines)}</table>"


def _needed(required: bool | None) -> str:
    return ", required" if required else ""


def _notes(described: dict[str, Any]) -> str:
    schema = described["schema"]
    text = _code_marked(described.get("description") or schema.get("description", ""))
    default = schema.get("default")
    return text if default is None else f"{text} Default <code>{escape(json.dumps(default))}</code>."


def _choices(schema: dict[str, Any]) -> str:
    return ", ".join(f"<code>{escape(json.dumps(value))}</code>" for value in schema.get("enum", ()))


def _type(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words; a shape links to its own place on the page."""
    if "$ref" in schema:
        name = escape(schema["$ref"].removeprefix(_REF))
        return f'<a href="#{name}">{name}</a>'
    for kind in ("anyOf", "oneOf", "allOf"):
        if kind in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[kind]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return _choices(schema) or escape(_bounded(schema))


def _bounded(schema: dict[str, Any]) -> str:
    words = [schema.get("format") or str(schema.get("type", "any"))]
    limits = {"minimum": "from", "maximum": "to", "minLength": "length from", "maxLength": "length to"}
    words += [f"{word} {schema[key]}" for key, word in limits.items() if key in schema]
    return " ".join(words)
