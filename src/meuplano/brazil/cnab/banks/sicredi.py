"""Sicredi (748): "Manual CNAB 240 – Cobrança"."""

from meuplano.brazil.cnab import febraban
from meuplano.brazil.cnab.layout import Field, Kind, amended, const
from meuplano.brazil.cnab.profile import CHANGE_AMOUNT, Profile, without

N, R, X = Kind.NUMBER, Kind.CENTS, Kind.TEXT

PROFILE = Profile(
    bank="748",
    name="SICREDI",
    source="Sicredi, manual CNAB 240 de cobrança",
    file_header=amended(
        febraban.FILE_HEADER,
        const("convenio", 33, 52),
        const("agencia_dv", 58, 58),  # Sicredi's agencies have none
        const("versao_arquivo", 164, 166, N, "081"),
        const("densidade", 167, 171, N, "01600"),
    ),
    batch_header=amended(
        febraban.BATCH_HEADER,
        const("versao_lote", 14, 16, N, "040"),
        const("convenio", 34, 53),
        const("agencia_dv", 59, 59),
    ),
    segment_p=amended(
        febraban.SEGMENT_P,
        const("agencia_dv", 23, 23),
        Field("nosso_numero", 38, 45, N),  # year, byte and sequence
        Field("nosso_numero_dv", 46, 46, N),
        const("nosso_numero_brancos", 47, 57),
        Field("especie", 107, 108, N, "03"),
        Field("desconto_1_codigo", 142, 142, N, "1"),
        const("baixa_codigo", 224, 224, N, "1"),
        const("baixa_dias", 225, 227, N, "060"),  # the only term the bank takes
    ),
    batch_trailer=amended(
        febraban.BATCH_TRAILER,
        # The bank does not read the totals and wants zeros.
        const("titulos_zeros", 24, 29, N, "0"),
        const("total_zeros", 30, 46, R, 0),
    ),
    optional={"Y-04": febraban.SEGMENT_Y04},
    movements=without(CHANGE_AMOUNT),
)
