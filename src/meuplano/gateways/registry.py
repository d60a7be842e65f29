"""The gateways of an installation, by name, made once from the configuration that is handed in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from meuplano.gateways.bank_cnab import BankCnab
from meuplano.gateways.base import Gateway
from meuplano.gateways.fake import FakeBank
from meuplano.gateways.manual import Manual

KINDS: dict[str, Callable[..., Gateway]] = {"bank_cnab": BankCnab, "fake": FakeBank, "manual": Manual}


class Registry:
    """`config` maps a gateway's name to what its class is made with, in the order of preference.

    `Registry({"fake": {"url": "http://localhost:8001", "secret": "…"}, "manual": {}})`. Raises ValueError naming the
    entry that is wrong. A gateway is made when it is first asked for.
    """

    def __init__(self, config: Mapping[str, Mapping[str, Any]]) -> None:
        for name in config:
            if name not in KINDS:
                raise ValueError(f"no gateway is called {name!r}; there are {', '.join(KINDS)}")
        self._config = {name: dict(values) for name, values in config.items()}
        self._made: dict[str, Gateway] = {}

    def __getitem__(self, name: str) -> Gateway:
        """The gateway of that name. Raises KeyError for one that is not configured."""
        if name not in self._made:
            try:
                self._made[name] = KINDS[name](**self._config[name])
            except TypeError as problem:
                raise ValueError(f"the configuration of the gateway {name!r} is wrong: {problem}") from problem
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._config)

    def __contains__(self, name: object) -> bool:
        return name in self._config

    def able_to(self, capability: str) -> Gateway | None:
        """The first gateway that declares the capability ("boleto", "pix", "card", …), or None."""
        return next((self[name] for name in self if capability in self[name].capabilities), None)

    def capabilities(self) -> frozenset[str]:
        """All that some gateway can do: pages offer nothing else."""
        return frozenset().union(*(self[name].capabilities for name in self))
