"""Which districts are offered to choose from: not more than a person can read through. Pure."""

from collections.abc import Collection

from events.units.areas import Areas

MOST_DISTRICTS = 60


def offered(found: Collection[int], picked: Collection[int], net: Areas) -> set[int]:
    """Of the districts where something is: all, or while those are too many the regions around
    them; besides, what is in the picked ones, and these themselves."""
    known, shown = set(found), _fewer(set(found), net.by_id, net)
    for id_ in picked:
        below = net.below([id_])
        if inside := known & below:
            shown |= _fewer(inside, below - {id_}, net) | {id_}
    return shown


def _fewer(ids: set[int], within: Collection[int], net: Areas) -> set[int]:
    """Step by step the next larger ones, as far as these are `within`."""
    while len(ids) > MOST_DISTRICTS:
        around = {id_: net.by_id[id_].parent for id_ in ids}
        wider = {outer if outer and outer in within else id_ for id_, outer in around.items()}
        if wider == ids:
            break
        ids = wider
    return ids
