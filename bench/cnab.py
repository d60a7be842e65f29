"""P6: a return's titles a second, ours ÷ pyCobrança's, and the memory a million titles take: `python -m bench.cnab`.

The memory is what reading 1,000,000 titles takes beyond reading 1,000, each from a file in a process of its own.
"""

import json
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any, BinaryIO

from bench.sides import measured, peak_mib, ratio, rounds

RATIO_GOAL, MEMORY_GOAL = 1.5, 16.0
SPEED_TITLES, FEW, MANY = 20_000, 1_000, 1_000_000


def write_return(out: BinaryIO, titles: int) -> None:
    """A return of Banco do Brasil with `titles` paid titles, as that bank writes it."""
    line = "{:<240}\r\n".format
    header = f"00100000{'':9}226841057000107{'001238798':<20}0404280000000619001 {'PRANCHETA SOFTWARE LTDA':<30}"
    header += f"{'BANCO DO BRASIL':<30}{'':10}205112026101500000042083"
    out.write(line(header).encode())
    out.write(line(f"00100011T01  042 2{'026841057000107'}").encode())
    for i in range(titles):
        n = 2 * i + 1
        t = f"00100013{n % 100000:05d}T 06040428{'0000000619001':<13} {f'1238798{i:010d}':<20}7{i:015d}05112026"
        t += f"{104170 + i % 1000:015d}341{'003210':<6}{i:<25}09" + f"2{'011222333000181':<15}{'PAGADOR':<40}{'':10}"
        t += f"{103:015d}{'04':<10}"
        u = f"00100013{(n + 1) % 100000:05d}U 06{'':0<60}{104170 + i % 1000:015d}{104067 + i % 1000:015d}{'':0<30}"
        u += "0511202606112026"
        out.write((line(t) + line(u)).encode())
    out.write(line(f"00100015{'':9}{(2 * titles + 2) % 1_000_000:06d}").encode())
    out.write(line(f"00199999{'':9}000001{(2 * titles + 4) % 1_000_000:06d}").encode())


def ours() -> dict[str, Any]:
    from meuplano.brazil.cnab.returned import ReturnFile

    content = _content()
    began = process_time()
    count = sum(1 for _ in ReturnFile(content))
    return {"titles": count / (process_time() - began)}


def pycobranca() -> dict[str, Any]:
    from pycobranca.cnab.retorno import Retorno

    content = _content()
    began = process_time()
    count = len(Retorno.ler(content))
    return {"titles": count / (process_time() - began)}


def peak(path: str) -> dict[str, Any]:
    """MiB of this process's peak after reading the file title by title."""
    from meuplano.brazil.cnab.returned import ReturnFile

    with Path(path).open("rb") as stream:
        file = ReturnFile(stream)
        paid = sum(title.paid or 0 for title in file)
    return {"titles": file.titles, "paid": paid, "mib": peak_mib()}


def _content() -> bytes:
    out = BytesIO()
    write_return(out, SPEED_TITLES)
    return out.getvalue()


def memory() -> float:
    """MiB that MANY titles take beyond FEW."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for titles in (FEW, MANY):
            path = Path(folder) / "retorno.ret"
            with path.open("wb") as out:
                write_return(out, titles)
            read = measured("bench.cnab", str(path))
            assert read["titles"] == titles
            found.append(read["mib"])
    return round(found[1] - found[0], 1)


def main() -> None:
    """Measure, or be one side of the measurement."""
    if len(sys.argv) > 1:
        sides = {"ours": ours, "pycobranca": pycobranca}
        print(json.dumps(sides[sys.argv[1]]() if sys.argv[1] in sides else peak(sys.argv[1])))
        return
    taken = rounds("bench.cnab", "ours", "pycobranca")
    speed, more = ratio(taken["ours"], taken["pycobranca"], "titles"), memory()
    figures = {
        "figure": "P6",
        "titles_ratio": speed,
        "million_titles_mib": more,
        "titles_per_second": round(taken["ours"][0]["titles"]),
        "goals": {"titles_ratio": RATIO_GOAL, "million_titles_mib": MEMORY_GOAL},
        "goals_met": speed >= RATIO_GOAL and more <= MEMORY_GOAL,
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
