"""Which districts are offered to choose from: not more than a person can read through. Pure."""

from collections.abc import Collection

from events.units.areas import Areas

MOST_DISTRICTS = 60


def offered(found: Collection[int], picked: Collection[int], net: Areas) -> set[int]:
    """Of the districts where something is: all, or while those are too many the regions around
    them; besides, what is in the picked ones, and these themselves."""
    known = set(found)
    above = {outer for id_ in known for outer in net.above(id_)}
    inside = [
        _fewer(known & below, below - {id_}, net) for id_ in picked for below in [net.below([id_])]
    ]
    return _fewer(known, above, net).union(*inside, above.intersection(picked))


def _fewer(ids: set[int], within: Collection[int], net: Areas) -> set[int]:
    """Step by step the next larger ones, as far as these are `within`."""
    while len(ids) > MOST_DISTRICTS:
        around = {id_: net.by_id[id_].parent for id_ in ids}
        wider = {outer if outer in within else id_ for id_, outer in around.items()}
        if wider == ids:
            break
        ids = {id_ for id_ in wider if id_ is not None}
    return ids
