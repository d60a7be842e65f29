"""Banco do Brasil (001): "Particularidades do CNAB 240" (CBR641/CBR643), agreements of 4, 6 and 7 digits."""

from dataclasses import replace

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import Profile

N, X = Kind.NUMBER, Kind.TEXT


def _agreement(start: int) -> tuple[Field, ...]:
    """The twenty positions of the agreement: number, collection product 0014, wallet, its variation."""
    return (
        Field("convenio", start, start + 8, N),
        const("produto", start + 9, start + 12, N, "0014"),
        Field("carteira_codigo", start + 13, start + 14, N),
        Field("variacao", start + 15, start + 17, N),
        const("convenio_brancos", start + 18, start + 19),
    )


def _segment_p(*nosso_numero: Field) -> tuple[Field, ...]:
    return amended(
        febraban.SEGMENT_P,
        *nosso_numero,
        Field("carteira", 58, 58, N, "7"),
        Field("tipo_documento", 60, 60, X, ""),
        Field("emissao", 61, 61, N, "0"),
        Field("distribuicao", 62, 62, X, "0"),
        const("baixa_codigo", 224, 224, N, "0"),  # not treated: the agreement's registration decides
        const("baixa_dias", 225, 227, N, "0"),
    )


SEVEN = Profile(
    bank="001",
    name="BANCO DO BRASIL S.A.",
    source="BB, Particularidades CNAB 240; CNAB240SegPQRSTY",
    file_header=amended(febraban.FILE_HEADER, *_agreement(33), const("versao_arquivo", 164, 166, N, "083")),
    batch_header=amended(febraban.BATCH_HEADER, *_agreement(34), const("versao_lote", 14, 16, N, "042")),
    segment_p=_segment_p(
        Field("convenio", 38, 44, N), Field("nosso_numero", 45, 54, N), const("nosso_numero_brancos", 55, 57)
    ),
    optional={"Y-03": febraban.SEGMENT_Y03, "Y-53": febraban.SEGMENT_Y53},
)

# Older agreements carry the check digit of the nosso número after it.
SIX = replace(
    SEVEN,
    segment_p=_segment_p(
        Field("convenio", 38, 43, N),
        Field("nosso_numero", 44, 48, N),
        Field("nosso_numero_dv", 49, 49, X),
        const("nosso_numero_brancos", 50, 57),
    ),
)
FOUR = replace(
    SEVEN,
    segment_p=_segment_p(
        Field("convenio", 38, 41, N),
        Field("nosso_numero", 42, 48, N),
        Field("nosso_numero_dv", 49, 49, X),
        const("nosso_numero_brancos", 50, 57),
    ),
)
