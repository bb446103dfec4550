"""What the API says of itself is complete, and its page needs nothing from elsewhere."""

import re
from html.parser import HTMLParser

from fastapi import FastAPI
from httpx import AsyncClient

from cocoonpool.server import docs_page
from tests import make


class Elements(HTMLParser):
    """Collects the elements of a page, and the places it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src") and value}
        self.ids += [value for name, value in attrs if name == "id" and value]


async def test_the_page_is_complete_in_itself(app: FastAPI) -> None:
    async with make.client(app) as stranger:
        answer = await stranger.get("/docs")
    page = Elements(answer.text)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert page.tags & {"script", "link", "img", "iframe", "form"} == set()
    assert all(link == "/openapi.json" or link.removeprefix("#") in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))


async def test_its_style_is_the_only_thing_the_policy_lets_in(client: AsyncClient) -> None:
    policy = (await client.get("/docs")).headers["content-security-policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; "
        r"frame-ancestors 'none'",
        policy,
    )
    assert "'none'; base-uri" in (await client.get("/health")).headers["content-security-policy"]


async def test_the_page_shows_every_operation(client: AsyncClient) -> None:
    document, page = (await client.get("/openapi.json")).json(), (await client.get("/docs")).text
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    assert all(f'id="{operation["operationId"]}"' in page for operation in operations)
    assert all(f">{path}</code>" in page for path in document["paths"])


async def test_every_operation_is_described_and_named_once(client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    tags = {tag["name"] for tag in document["tags"]}
    names = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            names.append(operation["operationId"])
            assert operation.get("description"), (method, path)
            assert set(operation["tags"]) <= tags and operation["tags"], (method, path)
    assert len(names) == len(set(names))


async def test_only_the_probes_and_the_doors_need_no_key(app: FastAPI, client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert document["security"] == [{"bearer": []}, {"apiKey": []}, {"session": []}]
    operations = {(path, method): of for path, item in document["paths"].items() for method, of in item.items()}
    open_to_all = {place for place, operation in operations.items() if operation.get("security") == []}
    doors = {("/api/v1/auth/ton-proof/payload", "post"), ("/api/v1/auth/ton-proof", "post")}
    assert open_to_all == {("/health", "get"), ("/ready", "get"), *doors}
    async with make.client(app) as stranger:
        for path, method in operations.keys() - open_to_all:
            answer = await stranger.request(method, re.sub(r"\{\w+(:path)?\}", "1", path))
            assert answer.status_code == 401, (method, path)


def test_texts_of_the_document_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    document = {
        "info": {"title": evil, "version": evil, "description": evil},
        "tags": [{"name": evil, "description": evil}],
        "components": {"securitySchemes": {"x": {"description": evil}}, "schemas": {evil: {"description": evil}}},
        "paths": {evil: {"get": {"operationId": evil, "tags": [evil], "description": evil, "responses": {}}}},
    }
    assert "script" not in Elements(docs_page.render(document)).tags
