"""Settings of other systems' doors, read when they are needed: a changed key counts from the next letter on."""

import os


def text(name: str, default: str = "") -> str:
    """The variable without the spaces around it, else the default."""
    return os.environ.get(name, "").strip() or default


def there(*names: str) -> dict[str, bool]:
    """Each variable, and whether it holds something."""
    return {name: bool(text(name)) for name in names}
