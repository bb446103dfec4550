"""Every route there is, with every kind of caller, for own, another's and missing things: as the table declares."""

from pathlib import Path

import pytest

from cocoonpool.server.doors import Door, doors_of
from tests.policy.walk import faults_of
from tests.policy.world import Visit, World, new_app, the_app

# Found in the app itself: a new route is walked without a line here.
DOORS = doors_of(the_app())


def names(door: Door) -> str:
    return f"{','.join(sorted(door.methods or ('*',)))} {door.path}"


@pytest.fixture(scope="module")
def world(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World.build(migrated, tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize("door", DOORS, ids=names)
async def test_a_route_gives_every_caller_what_it_declares(door: Door, world: World, tmp_path: Path) -> None:
    async with Visit(world, new_app, tmp_path) as visit:
        assert await faults_of(door, visit, the_app().openapi()) == []
