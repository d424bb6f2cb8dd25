"""Settings, read from the environment (`CONSULT_...`) or a `.env` file; see the README."""

from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from consult.domain.claims import ClaimRule

#: The folder that holds `models/`, beside the package in a checkout.
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that may differ between two installations."""

    model_config = SettingsConfigDict(
        env_prefix="CONSULT_", env_file=".env", extra="ignore", frozen=True
    )

    database: str = Field(
        default="var/consult.sqlite3",
        description="path of an SQLite file, or an SQLAlchemy URL such as postgresql+psycopg://…",
    )
    files: str = Field(
        default="files",
        description="folder of the files handed in; a relative one lies beside the database",
    )
    models: Path = Field(default=ROOT / "models", description="folder with the models")
    encoder: str = Field(
        default="",
        description="folder with a sentence-transformers model; empty is the shipped encoder",
    )
    ner_data: Path = Field(
        default=ROOT / "var" / "uner_danish_ddt", description="folder with UNER_Danish-DDT"
    )
    treebank: Path = Field(
        default=ROOT / "var" / "ud_danish_ddt", description="folder with UD_Danish-DDT"
    )
    workers: int = Field(default=0, ge=0, description="threads; 0 is one for each core")
    address: str = Field(default="127.0.0.1", description="address the web app listens on")
    trusted_proxies: str = Field(
        default="", description="addresses of proxies whose word on the client's address counts"
    )
    metrics_from: str = Field(
        default="127.0.0.0/8 ::1/128", description="networks that may read /metrics, by blanks"
    )
    serve_worker: bool = Field(default=True, description="a worker beside the web app")
    work_lease: float = Field(
        default=60, gt=0, description="seconds until the file of a worker that is gone is free"
    )
    work_attempts: int = Field(
        default=3, gt=0, description="workers that may be lost over one file before it is failed"
    )
    password_rounds: int = Field(default=1, gt=0, description="argon2id: rounds")
    password_memory: int = Field(default=47_104, ge=8, description="argon2id: KiB of memory")
    password_lanes: int = Field(default=1, gt=0, description="argon2id: lanes")
    session_idle: float = Field(default=3_600, gt=0, description="seconds of a session unused")
    session_longest: float = Field(default=36_000, gt=0, description="seconds of a session in all")
    signin_free: int = Field(default=5, ge=0, description="failed sign-ins that cost nothing")
    signin_first: float = Field(default=1, gt=0, description="seconds of the first wait; doubled")
    signin_longest: float = Field(default=300, gt=0, description="seconds of the longest wait")
    signin_longest_address: float = Field(
        default=30, gt=0, description="seconds of the longest wait of an address"
    )
    signin_hot: int = Field(default=20, gt=0, description="failures that make a place hot")
    signin_forget: float = Field(default=86_400, gt=0, description="seconds until forgotten")
    oidc_roles: list[ClaimRule] = Field(
        default=[], description="roles of those whom an OpenID Connect provider vouches for"
    )
    reader_memory: int = Field(
        default=1_000_000_000, gt=0, description="bytes of memory for reading one file"
    )
    reader_cpu_seconds: int = Field(default=60, gt=0, description="CPU seconds for one file")
    reader_wall_seconds: float = Field(default=90, gt=0, description="seconds for one file")
    reader_file_bytes: int = Field(
        default=209_715_200, gt=0, description="bytes of the largest file that is read"
    )
    reader_text_characters: int = Field(
        default=20_000_000, gt=0, description="characters of the longest text that is read"
    )
    reader_pages: int = Field(default=3_000, gt=0, description="pages of one PDF")
    reader_rows: int = Field(default=100_000, gt=0, description="rows of one table")
    reader_scan_pages: int = Field(default=100, gt=0, description="scanned pages of one file")
    reader_scan_seconds: float = Field(default=900, gt=0, description="seconds for one scan")
    archive_files: int = Field(default=2_000, gt=0, description="files in one archive or mail")
    archive_bytes: int = Field(
        default=1_073_741_824, gt=0, description="bytes that one archive or mail unpacks to"
    )
    archive_ratio: int = Field(
        default=200, gt=0, description="unpacked to packed bytes of a file in an archive"
    )
    archive_depth: int = Field(default=2, gt=0, description="archives and mails inside one another")

    @field_validator("metrics_from")
    @classmethod
    def _networks(cls, value: str) -> str:
        for network in value.split():
            ip_network(network)
        return value

    @cached_property
    def encoder_folder(self) -> Path | None:
        """The folder of an encoder of one's own; None for the shipped one."""
        return Path(self.encoder) if self.encoder else None

    @cached_property
    def database_url(self) -> str:
        """The database as an SQLAlchemy URL."""
        if "://" in self.database:
            return self.database
        return f"sqlite:///{Path(self.database).resolve()}"

    @property
    def is_local(self) -> bool:
        """Whether the app listens where only this machine can reach it."""
        if self.address == "localhost":
            return True
        try:
            return ip_address(self.address).is_loopback
        except ValueError:
            return False

    @cached_property
    def files_folder(self) -> Path:
        """The folder of the files that were handed in."""
        beside = Path("var") if "://" in self.database else Path(self.database).parent
        return (beside / self.files).resolve()
