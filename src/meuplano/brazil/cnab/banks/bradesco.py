"""Bradesco (237): "Cobrança Bradesco – CNAB 240"."""

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import CHANGE_AMOUNT, Profile, without

N, X = Kind.NUMBER, Kind.TEXT

PROFILE = Profile(
    bank="237",
    name="BRADESCO",
    source="Bradesco, cobrança CNAB 240",
    file_header=amended(
        febraban.FILE_HEADER,
        Field("convenio", 33, 52, N),
        const("versao_arquivo", 164, 166, N, "084"),
        const("densidade", 167, 171, N, "01600"),
    ),
    batch_header=amended(febraban.BATCH_HEADER, Field("convenio", 34, 53, N), const("versao_lote", 14, 16, N, "042")),
    segment_p=amended(
        febraban.SEGMENT_P,
        Field("carteira_codigo", 38, 40, N),
        const("nosso_numero_zeros", 41, 45, N, "0"),
        Field("nosso_numero", 46, 56, N),
        Field("nosso_numero_dv", 57, 57, X),
    ),
    optional={"Y-04": febraban.SEGMENT_Y04},
    movements=without(CHANGE_AMOUNT),  # 47 is "cancelar negativação" here
)
