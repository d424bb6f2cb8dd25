"""`consult serve` on a database of its own, with its worker, as people run it; it can be killed."""

from pathlib import Path

from consult.domain.access import local
from consult.services.desk import Desk
from consult.store.database import Store
from tests.integration import kill9_server
from tests.ui.serving import answered, free_port


class Site(kill9_server.Site):
    """A database of its own, and the app on one port, however often it is killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, CONSULT_WORK_LEASE="5", CONSULT_WORKERS="1")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """The app and its worker, until they answer."""
        self.server = self.serve(self.port)
        answered(f"{self.address}_stcore/health", self.server)

    def kill(self) -> None:
        """The app, its worker and its readers with -9, all at once."""
        kill9_server.kill(self.server, everything=True)

    def desk(self) -> Desk:
        """The desk of the local administrator, on the same database."""
        store = Store.open(f"sqlite:///{self.database}")
        store.upgrade()
        return Desk(store, local())
