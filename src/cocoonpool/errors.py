"""Everything that can go wrong on purpose, drawn as one tree.

    PoolError                 status  code
    ├── BadRequest            400     contradicts what is there
    ├── Unauthorized          401     no or bad credentials
    ├── Forbidden             403     known, but not allowed
    ├── NotFound              404     not there, or not yours: the same answer
    ├── Invalid               422     malformed, said field by field
    └── TooMany               429     too often; server/limits.py

The one renderer is in server/errors.py. A `detail` is a sentence for a person and holds no secret.
"""

from typing import ClassVar


class PoolError(Exception):
    """An expected refusal: it carries the status and the machine-readable code that the client sees."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, detail: str, code: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.error_code = code or type(self).code


class BadRequest(PoolError):
    status = 400
    code = "bad_request"


class Unauthorized(PoolError):
    status = 401
    code = "unauthorized"


class Forbidden(PoolError):
    status = 403
    code = "forbidden"


class NotFound(PoolError):
    status = 404
    code = "not_found"


class Invalid(PoolError):
    """A field is malformed. `loc` says where, as in the list of a 422."""

    status = 422
    code = "validation_error"

    def __init__(self, detail: str, *loc: str | int) -> None:
        super().__init__(detail)
        self.loc = loc
