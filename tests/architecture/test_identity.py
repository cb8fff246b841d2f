"""Who may touch a reporter's identity in code: the fewer places, the easier it is to be sure."""

import ast

import pytest

from tests.architecture.source import modules

ALLOWED = {
    "contact_of": ("tanggap/accounts/", "tanggap/channels/adapters/", "tanggap/channels/replies.py"),
    "reveal": ("tanggap/accounts/", "tanggap/console/reveal/"),
    "own_contacts": ("tanggap/accounts/", "tanggap/web/accounts/"),
    "correct": ("tanggap/accounts/", "tanggap/web/accounts/"),
    "reports_from": ("tanggap/accounts/", "tanggap/channels/"),
}
"""Functions of the vault that open or match an identity, and where each may be named."""


def of_the_vault(tree: ast.Module) -> set[str]:
    """The vault's functions that a module names, as ``vault.x`` or imported by name."""
    named = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "vault"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "tanggap.accounts.vault":
            named |= {alias.name for alias in node.names}
    return named


def imports_of_the_models(tree: ast.Module) -> set[str]:
    """What a module takes from the vault's rows."""
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "tanggap.accounts.models"
        for alias in node.names
    }


@pytest.mark.parametrize("function", ALLOWED)
def test_the_vault_is_opened_only_where_it_must_be(function: str) -> None:
    elsewhere = [
        module.name
        for module in modules()
        if not module.is_test
        and module.name.startswith("tanggap/")
        and function in of_the_vault(module.tree)
        and not module.name.startswith(ALLOWED[function])
    ]
    assert elsewhere == []


def test_the_vault_s_rows_are_read_by_accounts_alone() -> None:
    inside = ("tanggap/accounts/", "tanggap/console/reveal/")
    elsewhere = [
        module.name
        for module in modules()
        if not module.is_test
        and module.name.startswith("tanggap/")
        and {"Identity", "Reveal", "SignInCode"} & imports_of_the_models(module.tree)
        and not module.name.startswith(inside)
    ]
    assert elsewhere == []
