"""Which definition of each service item was published last.

Kept when its file is deleted or central restarts: terminals keep it as well.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from central.store.database import Store
from central.store.schema import PublishedRow


@dataclass(frozen=True)
class Published:
    """A definition as it was published to terminals."""

    version: int
    toml: str

    def may_become(self, new: "Published") -> bool:
        """Return whether `new` may follow: a version never changes or goes back."""
        return new == self or new.version > self.version


def enter(store: Store, code: str, new: Published) -> Published:
    """Record what is to be published of an item.

    Returns:
        The definition that is valid: `new`, or the published one if `new` may not
        follow it.
    """

    def work(session: Session) -> Published:
        row = session.get(PublishedRow, code, with_for_update=True)
        if row is None:
            row = PublishedRow(code=code)
            session.add(row)
        else:
            before = Published(row.version, row.toml)
            if not before.may_become(new):
                return before
        row.version, row.toml = new.version, new.toml
        return new

    return store.write(work)
