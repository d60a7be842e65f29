"""Sicoob (756): "Layout CNAB 240 – Cobrança"."""

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import Profile

N, X = Kind.NUMBER, Kind.TEXT

PROFILE = Profile(
    bank="756",
    name="SICOOB",
    source="Sicoob, layout CNAB 240 de cobrança",
    file_header=amended(febraban.FILE_HEADER, const("convenio", 33, 52), const("versao_arquivo", 164, 166, N, "081")),
    batch_header=amended(febraban.BATCH_HEADER, const("convenio", 34, 53), const("versao_lote", 14, 16, N, "040")),
    segment_p=amended(
        febraban.SEGMENT_P,
        Field("nosso_numero", 38, 46, N),  # nine digits and the check digit make the bank's ten
        Field("nosso_numero_dv", 47, 47, N),
        Field("parcela", 48, 49, N, "01"),
        Field("modalidade", 50, 51, N),
        Field("formulario", 52, 52, N, "4"),  # A4 without a pre-printed form
        const("nosso_numero_brancos", 53, 57),
        Field("cadastramento", 59, 59, N, "0"),
        Field("tipo_documento", 60, 60, X, ""),
        const("baixa_codigo", 224, 224, N, "0"),
        const("baixa_dias", 225, 227),
    ),
    file_trailer=febraban.FILE_TRAILER,
    optional={"Y-03": febraban.SEGMENT_Y03},
)
