"""Links that open a unit on a JupyterHub, by way of nbgitpuller."""

from pathlib import Path
from urllib.parse import urlencode, urlsplit

from ..errors import ExerciseError
from ..units import units


def links(root: Path, hub: str, repository: str, branch: str = "main") -> dict[str, str]:
    """The link of each unit of the course in ``root``, by the unit's name.

    ``repository`` is the address that git clones; it holds what is in the
    course's ``exercises/``. Raises ExerciseError for what is no web address.
    """
    for address in (hub, repository):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ExerciseError(f"{address}: not an address that starts with https://")
    # nbgitpuller clones into a folder of this name, and the path starts with it.
    folder = urlsplit(repository).path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    if not folder:
        raise ExerciseError(f"{repository}: a host without a repository")
    return {
        unit: f"{hub.rstrip('/')}/hub/user-redirect/git-pull?"
        + urlencode(
            {
                "repo": repository,
                "branch": branch,
                "urlpath": f"lab/tree/{folder}/{unit}/{unit}.ipynb",
            }
        )
        for unit in units(root)
    }
