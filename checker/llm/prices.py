"""What tokens cost, by a table that the user keeps: ``prices.toml`` in ``$FAJIAN_HOME``, else the shipped one, which is empty."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from checker.errors import UsageError
from checker.model import Cost, Usage, Value
from checker.settings import home

FILE = "prices.toml"
SHIPPED = Path(__file__).with_name(FILE)
_MILLION = 1_000_000


class Price(Value):
    """Money for a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0)


class Prices(Value):
    """The table. ``as_of``: the day on which the user checked it."""

    currency: str = "元"
    as_of: str | None = None
    models: dict[str, Price] = Field(default_factory=dict)

    def cost(self, model: str | None, usage: Usage) -> Cost | None:
        """What ``usage`` of ``model`` costs; None where its price is not known."""
        price = self.models.get(model or "")
        if price is None:
            return None
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        again = price.input if price.cached_input is None else price.cached_input
        amount = (usage.input_tokens - cached) * price.input + cached * again + usage.output_tokens * price.output
        return Cost(amount=round(amount / _MILLION, 6), currency=self.currency, as_of=self.as_of)


def path() -> Path:
    """Which file holds: the user's own, if there is one."""
    own = home() / FILE
    return own if own.is_file() else SHIPPED


def load() -> Prices:
    """The table. Raises UsageError."""
    file = path()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        if "as_of" in values:
            values["as_of"] = str(values["as_of"])
        return Prices.model_validate(values)
    except OSError as error:
        raise UsageError(f"价格表 {file} 读不出来（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"价格表 {file} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"价格表 {file} 写法有误（{error}），请改正或删去。") from error
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UsageError(f"价格表 {file} 的 {where} 写得不对，应照程序所附 prices.toml 里的说明填写。") from error


def unknown(model: str) -> str:
    """The sentence for a bound on costs that cannot be kept."""
    return f"价格表里没有模型“{model}”的价格，无法按费用控制：请在 {home() / FILE} 里填写（写法见 {SHIPPED}），或者改用 --max-calls。"
